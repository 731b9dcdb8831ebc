using System.Globalization;
using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Core.Tests.Checkpoints;

public sealed class SafetensorsWriterTests
{
    private static readonly float[] Awkward = [0f, -0f, 1f, float.Epsilon, float.MaxValue, float.NaN, float.PositiveInfinity, 1f / 3f];

    [Fact]
    public void Write_ThenRead_SameTensorsAndMetadata()
    {
        using var folder = new Folder();
        var path = folder.File("x.safetensors");
        SafetensorsWriter.Write(
            path,
            [
                SafetensorsTensor.FromSingle("名前 \"q\"\n", [2, 4], Awkward),
                SafetensorsTensor.FromInt64("n", [], [long.MinValue]),
                SafetensorsTensor.FromSingle("empty", [0, 3], []),
                new SafetensorsTensor("bytes", TensorDtype.U8, [3], new byte[] { 1, 2, 255 }),
            ],
            new Dictionary<string, string> { ["note"] = "Größe é 模型", ["a"] = string.Empty });

        using var reader = SafetensorsReader.Open(path);

        Assert.Equal(Awkward, reader.ReadSingle("名前 \"q\"\n"));
        Assert.Equal([2L, 4L], reader.Entry("名前 \"q\"\n").Shape);
        Assert.Equal([long.MinValue], reader.ReadInt64("n"));
        Assert.Empty(reader.ReadSingle("empty"));
        Assert.Equal([1L, 2L, 255L], reader.ReadInt64("bytes"));
        Assert.Equal("Größe é 模型", reader.Metadata["note"]);
        Assert.Equal(string.Empty, reader.Metadata["a"]);
    }

    [Fact]
    public void Write_OtherOrder_SameBytesAndAligned()
    {
        using var folder = new Folder();
        SafetensorsTensor[] tensors =
        [
            new("odd", TensorDtype.U8, [3], new byte[3]),
            SafetensorsTensor.FromSingle("half", [3], [1, 2, 3], TensorDtype.F16),
            SafetensorsTensor.FromSingle("single", [1], [4]),
            SafetensorsTensor.FromInt64("long", [1], [5]),
        ];
        SafetensorsWriter.Write(folder.File("a"), tensors);
        SafetensorsWriter.Write(folder.File("b"), [.. tensors.Reverse()]);

        Assert.Equal(File.ReadAllBytes(folder.File("a")), File.ReadAllBytes(folder.File("b")));
        var file = File.ReadAllBytes(folder.File("a"));
        Assert.Equal(0UL, BitConverter.ToUInt64(file) % 8);
        var header = SafetensorsHeader.Parse("a", file.AsSpan(8, (int)BitConverter.ToUInt64(file)), file.Length);
        Assert.All(header.Entries.Values, entry => Assert.Equal(0, entry.Begin % entry.Tensor.Dtype.Size()));
    }

    [Theory]
    [InlineData(TensorDtype.F16)]
    [InlineData(TensorDtype.BF16)]
    public void FromSingle_EveryNarrowValue_SurvivesExactly(TensorDtype stored)
    {
        var values = Enumerable.Range(0, 1 << 16).Select(bits => Narrow(stored, (ushort)bits)).Where(value => !float.IsNaN(value)).ToArray();
        using var folder = new Folder();
        SafetensorsWriter.Write(folder.File("x"), [SafetensorsTensor.FromSingle("x", [values.Length], values, stored)]);
        using var reader = SafetensorsReader.Open(folder.File("x"));

        Assert.Equal(values.Select(BitConverter.SingleToUInt32Bits), reader.ReadSingle("x").Select(BitConverter.SingleToUInt32Bits));
    }

    [Theory]
    [InlineData(0x3F808000u, 0x3F80)] // 1 + half an ulp: tie, to even
    [InlineData(0x3F818000u, 0x3F82)] // tie above an odd one: up
    [InlineData(0x3F808001u, 0x3F81)] // above the tie
    [InlineData(0x3F807FFFu, 0x3F80)] // below it
    [InlineData(0xBF808000u, 0xBF80)]
    [InlineData(0x7FFFFFFFu, 0x7FFF)] // NaN stays NaN
    [InlineData(0x7F800001u, 0x7FC0)] // also where only low payload bits are set
    public void FromSingle_Bfloat16_RoundsToNearestEven(uint bits, int expected)
    {
        var tensor = SafetensorsTensor.FromSingle("x", [1], [BitConverter.UInt32BitsToSingle(bits)], TensorDtype.BF16);

        Assert.Equal((ushort)expected, BitConverter.ToUInt16(tensor.Data.Span));
    }

    [Theory]
    [InlineData(TensorDtype.F16, 65520f)]
    [InlineData(TensorDtype.BF16, float.MaxValue)]
    public void FromSingle_FiniteValueTooLarge_Refused(TensorDtype stored, float value)
    {
        var failure = Assert.Throws<CheckpointException>(() => SafetensorsTensor.FromSingle("w", [1], [value], stored));

        Assert.Contains(value.ToString(CultureInfo.InvariantCulture), failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FromSingle_WrongCount_Refused() =>
        Assert.Throws<ShapeException>(() => SafetensorsTensor.FromSingle("w", [2, 2], [1, 2, 3]));

    [Fact]
    public void Write_KeyTwiceOrReservedOrWrongBytes_RefusedAndFileUntouched()
    {
        using var folder = new Folder();
        var path = folder.File("x.safetensors");
        SafetensorsWriter.Write(path, []);
        var before = File.ReadAllBytes(path);
        var tensor = SafetensorsTensor.FromSingle("a", [1], [1]);

        Assert.Throws<CheckpointException>(() => SafetensorsWriter.Write(path, [tensor, tensor]));
        Assert.Throws<CheckpointException>(() => SafetensorsWriter.Write(path, [tensor with { Name = "__metadata__" }]));
        Assert.Throws<CheckpointException>(() => SafetensorsWriter.Write(path, [tensor with { Shape = [2] }]));
        Assert.Throws<CheckpointException>(() => SafetensorsWriter.Write(path, [tensor with { Shape = [-1, -1] }]));
        Assert.Equal(before, File.ReadAllBytes(path));
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Write_DeferredTensors_SameBytesAndFetchedOneByOne()
    {
        using var folder = new Folder();
        var values = Enumerable.Range(0, 200_000).Select(i => i / 7f).ToArray();
        var fetched = 0;
        SafetensorsTensor Deferred(string name, TensorDtype stored) => SafetensorsTensor.FromSingle(name, [2, 100_000], () => Fetch(), stored);
        ReadOnlyMemory<float> Fetch()
        {
            fetched++;
            return values;
        }

        TensorDtype[] types = [TensorDtype.F32, TensorDtype.F16, TensorDtype.BF16];
        SafetensorsTensor[] deferred = [.. types.Select(type => Deferred($"{type}", type))];
        Assert.Equal(0, fetched);
        SafetensorsWriter.Write(folder.File("deferred"), deferred);
        SafetensorsWriter.Write(folder.File("held"), [.. types.Select(type => SafetensorsTensor.FromSingle($"{type}", [2, 100_000], values, type))]);

        Assert.Equal(3, fetched);
        Assert.Equal(File.ReadAllBytes(folder.File("held")), File.ReadAllBytes(folder.File("deferred")));
    }

    [Fact]
    public void Write_DeferredThatFails_FileUntouched()
    {
        using var folder = new Folder();
        var path = folder.File("x.safetensors");
        SafetensorsWriter.Write(path, []);
        var before = File.ReadAllBytes(path);

        Assert.Throws<ShapeException>(() => SafetensorsWriter.Write(path, [SafetensorsTensor.FromSingle("a", [2], () => new float[3])]));
        Assert.Throws<CheckpointException>(() => SafetensorsWriter.Write(path, [SafetensorsTensor.FromSingle("a", [1], () => new[] { 65520f }, TensorDtype.F16)]));
        Assert.Throws<CheckpointException>(() => SafetensorsWriter.Write(path, [new("a", TensorDtype.F32, [2], default) { Source = stream => stream.Write(new byte[9]) }]));
        Assert.Throws<CheckpointException>(() => SafetensorsWriter.Write(path, [new("a", TensorDtype.F32, [1], new byte[4]) { Source = stream => stream.Write(new byte[4]) }]));
        Assert.Equal(before, File.ReadAllBytes(path));
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Write_NoFolder_Refused()
    {
        using var folder = new Folder();

        Assert.Throws<CheckpointException>(() => SafetensorsWriter.Write(folder.File("no/x.safetensors"), []));
    }

    private static float Narrow(TensorDtype stored, ushort bits) => stored == TensorDtype.F16
        ? (float)BitConverter.UInt16BitsToHalf(bits)
        : BitConverter.UInt32BitsToSingle((uint)bits << 16);
}
