using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Checkpoints.Formats;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Core.Tests.Checkpoints;

public sealed class RowScaledInt8Tests : IDisposable
{
    private const int Rows = 7;
    private const int Columns = 33;

    private static readonly string[] Refused = ["no scales", "no matrix", "too few", "another kind"];

    private readonly Folder _folder = new();
    private readonly float[] _values = [.. Enumerable.Range(0, Rows * Columns).Select(i => i / Columns == 3 ? 0 : MathF.ScaleB(MathF.Sin(i), (i / Columns) - 4))];

    public static TheoryData<string> RefusedFiles => [.. Refused];

    private string Path => System.IO.Path.Combine(_folder.Path, "weights.safetensors");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Write_ThenRead_EveryValueWithinHalfAStepOfItsRow()
    {
        Write([.. RowScaledInt8.FromSingle("m", [Rows, 3, 11], () => _values), SafetensorsTensor.FromSingle("v", [2], [1.5f, 1e-9f])]);

        using var reader = SafetensorsReader.Open(Path);
        var read = reader.ReadSingle("m");

        Assert.Equal(["m", "v"], reader.Entries.Keys.Order());
        Assert.Equal([Rows, 3L, 11], reader.Entry("m").Shape);
        Assert.Equal([1.5f, 1e-9f], reader.ReadSingle("v"));
        for (var row = 0; row < Rows; row++)
        {
            var (was, now) = (_values.AsSpan(row * Columns, Columns).ToArray(), read.AsSpan(row * Columns, Columns).ToArray());
            var step = was.Max(Math.Abs) / 127;
            Assert.All(was.Zip(now), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 0.5001f * step));
            Assert.Equal(was.Max(Math.Abs), now.Max(Math.Abs), step * 1e-3f);
        }

        Assert.Equal(read.Select(value => (double)value), reader.ReadDouble("m"));
        Assert.Contains("with scales", Assert.Throws<CheckpointException>(() => reader.ReadInt64("m")).Message, StringComparison.Ordinal);

        // What is read is what is written again.
        using var again = CheckpointFile.Open(Path);
        Write([.. RowScaledInt8.FromSingle("m", [Rows, Columns], () => again.ReadSingle("m"))], "again");
        using var second = SafetensorsReader.Open(At("again"));
        Assert.All(read.Zip(second.ReadSingle("m")), pair => Assert.Equal(pair.First, pair.Second, MathF.Abs(pair.First) * 1e-6f));
    }

    [Fact]
    public void Read_IntegersOfAnotherFile_AreIntegers()
    {
        SafetensorsWriter.Write(Path, [new SafetensorsTensor("m", TensorDtype.I8, [2, 2], new byte[] { 1, 2, 255, 4 }), SafetensorsTensor.FromSingle("m.row_scale", [2], [2f, 3f])]);

        using var reader = SafetensorsReader.Open(Path);

        Assert.Equal([1f, 2, -1, 4], reader.ReadSingle("m"));
        Assert.Equal([1L, 2, -1, 4], reader.ReadInt64("m"));
        Assert.Equal(2, reader.Entries.Count);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Write_ANumberThatIsNotFinite_IsRefusedAndLeavesTheFileThatWas(float value)
    {
        File.WriteAllText(Path, "before");
        _values[40] = value;

        var failure = Assert.Throws<CheckpointException>(() => Write(RowScaledInt8.FromSingle("m", [Rows, Columns], () => _values)));

        Assert.Contains("'m' holds what is not a finite number in row 1", failure.Message, StringComparison.Ordinal);
        Assert.Equal("before", File.ReadAllText(Path));
    }

    [Theory]
    [MemberData(nameof(RefusedFiles))]
    public void Open_AFileThatContradictsItself_IsRefused(string what)
    {
        var (scales, matrix) = (RowScaledInt8.FromSingle("m", [Rows, Columns], () => _values)[0], RowScaledInt8.FromSingle("m", [Rows, Columns], () => _values)[1]);
        SafetensorsTensor[] tensors = Array.IndexOf(Refused, what) switch
        {
            0 => [matrix],
            1 => [scales],
            2 => [matrix, SafetensorsTensor.FromSingle("m.row_scale", [Rows - 1], new float[Rows - 1])],
            _ => [scales, matrix],
        };
        SafetensorsWriter.Write(Path, tensors, what == "another kind" ? new() { ["fae.int8"] = "columns" } : RowScaledInt8.Marked(null));

        var failure = Assert.Throws<CheckpointException>(() => SafetensorsReader.Open(Path).Dispose());

        Assert.Contains(what == "another kind" ? "'columns'" : "'m", failure.Message, StringComparison.Ordinal);
    }

    private string At(string name) => System.IO.Path.Combine(_folder.Path, name);

    private void Write(IReadOnlyList<SafetensorsTensor> tensors, string? name = null) => SafetensorsWriter.Write(name is null ? Path : At(name), tensors, RowScaledInt8.Marked(null));
}
