using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Core.Tests.Checkpoints;

public sealed class GroupScaledInt4Tests : IDisposable
{
    private const int Rows = 70;
    private const int Columns = 150;

    private static readonly string[] Refused = ["no scales", "no matrix", "too few", "another kind"];

    private readonly Folder _folder = new();
    private readonly float[] _values;

    public GroupScaledInt4Tests()
    {
        var random = new Random(1);
        _values = [.. Enumerable.Range(0, Rows * Columns).Select(i => i / Columns == 3 ? 0 : MathF.ScaleB((float)(random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5), (i / Columns % 9) - 4))];
    }

    public static TheoryData<string> RefusedFiles => [.. Refused];

    private string Path => System.IO.Path.Combine(_folder.Path, "weights.safetensors");

    public void Dispose() => _folder.Dispose();

    /// <summary>No value is off by more than half a step, but for those that were cut, so that all others are finer; a group's squared error is at most that of a plain scale.</summary>
    [Fact]
    public void Write_ThenRead_EveryGroupIsAsNearAsAPlainScaleMakesIt()
    {
        Write(GroupScaledInt4.FromSingle("m", [Rows, Columns], () => _values));

        using var reader = SafetensorsReader.Open(Path);
        var read = reader.ReadSingle("m");

        Assert.Equal(["m"], reader.Entries.Keys);
        Assert.Equal([Rows, (long)Columns], reader.Entry("m").Shape);
        for (var row = 0; row < Rows; row++)
        {
            for (var column = 0; column < Columns; column += GroupScaledInt4.Group)
            {
                var range = new Range((row * Columns) + column, (row * Columns) + Math.Min(Columns, column + GroupScaledInt4.Group));
                var (was, now) = (_values[range], read[range]);
                var step = was.Max(Math.Abs) / 7.5f;
                var plain = step == 0 ? 0 : was.Sum(value => Math.Pow(value - (step * Math.Clamp(MathF.Round(value / step), -8, 7)), 2));
                Assert.True(was.Zip(now).Sum(pair => Math.Pow(pair.First - pair.Second, 2)) <= (plain * 1.01) + 1e-12, $"row {row}, column {column}");
                Assert.InRange(now.Distinct().Count(), 1, 16);
            }
        }

        Assert.All(read[(3 * Columns)..(4 * Columns)], value => Assert.Equal(0, value));
        Assert.Equal(read.Select(value => (double)value), reader.ReadDouble("m"));
        Assert.Contains("with scales", Assert.Throws<CheckpointException>(() => reader.ReadInt64("m")).Message, StringComparison.Ordinal);
        Assert.InRange(new FileInfo(Path).Length, Rows * Columns / 2, (Rows * Columns / 2) + (Rows * 3 * 2) + 500);
    }

    [Fact]
    public void Read_IntegersOfAnotherFile_AreIntegers()
    {
        SafetensorsWriter.Write(Path, [new SafetensorsTensor("m", TensorDtype.U8, [2, 2], new byte[] { 1, 2, 255, 4 }), SafetensorsTensor.FromSingle("m.group_scale", [2, 1], [2f, 3f], TensorDtype.F16)]);
        using var reader = SafetensorsReader.Open(Path);
        Assert.Equal([1L, 2, 255, 4], reader.ReadInt64("m"));
    }

    [Theory]
    [MemberData(nameof(RefusedFiles))]
    public void Open_HalvesAndScalesThatDoNotFit_Refused(string fault)
    {
        var tensors = GroupScaledInt4.FromSingle("m", [Rows, Columns], () => _values);
        var (scale, matrix) = (tensors[0], tensors[1]);
        SafetensorsWriter.Write(
            Path,
            fault switch
            {
                "no scales" => [scale with { Name = "n.group_scale" }, matrix],
                "no matrix" => [scale],
                "too few" => [SafetensorsTensor.FromSingle("m.group_scale", [Rows, 1], new float[Rows], TensorDtype.F16), matrix],
                _ => [scale, matrix],
            },
            fault == "another kind" ? new Dictionary<string, string> { ["fae.int4"] = "groups32" } : GroupScaledInt4.Marked(null));
        Assert.Contains(Path, Assert.Throws<CheckpointException>(() => SafetensorsReader.Open(Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_NoFiniteNumber_RefusedAndTheFileBeforeStays()
    {
        File.WriteAllText(Path, "before");
        Assert.Contains("'m'", Assert.Throws<CheckpointException>(() => Write(GroupScaledInt4.FromSingle("m", [Rows, Columns], () => (float[])[.. _values[1..], float.NaN]))).Message, StringComparison.Ordinal);
        Assert.Throws<CheckpointException>(() => Write(GroupScaledInt4.FromSingle("m", [Rows, Columns], () => (float[])[.. _values[1..], 1e30f])));
        Assert.Equal("before", File.ReadAllText(Path));
    }

    [Theory]
    [InlineData("256,64", true)]
    [InlineData("256,63", false)]
    [InlineData("16,64", false)]
    [InlineData("16384", false)]
    [InlineData("256,8,8", false)]
    public void Fits_OnlyLargeEvenMatrices(string shape, bool fits) => Assert.Equal(fits, GroupScaledInt4.Fits([.. shape.Split(',').Select(long.Parse)]));

    private void Write(IReadOnlyList<SafetensorsTensor> tensors) => SafetensorsWriter.Write(Path, tensors, GroupScaledInt4.Marked(null));
}
