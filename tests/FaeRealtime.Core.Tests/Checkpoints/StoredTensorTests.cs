using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Core.Tests.Checkpoints;

public sealed class StoredTensorTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Bytes_Above2GiB_RefusedAndOtherTensorsStillRead()
    {
        // A hole: the file claims 2 GiB + 8 bytes and takes a page.
        var path = HeaderFile.Write(_folder, """{"large":{"dtype":"U8","shape":[2147483648],"data_offsets":[0,2147483648]},"small":{"dtype":"I64","shape":[1],"data_offsets":[2147483648,2147483656]}}""");
        using (var file = File.OpenWrite(path))
        {
            file.SetLength(file.Length + (1L << 31) + 8);
            file.Seek(-8, SeekOrigin.End);
            file.Write(BitConverter.GetBytes(77L));
        }

        using var reader = SafetensorsReader.Open(path);

        Assert.Contains("2 GiB", Assert.Throws<CheckpointException>(() => reader.Bytes("large").Length).Message, StringComparison.Ordinal);
        Assert.Contains("2147483648 elements", Assert.Throws<CheckpointException>(() => reader.ReadSingle("large")).Message, StringComparison.Ordinal);
        Assert.Equal([77L], reader.ReadInt64("small"));
    }

    [Theory]
    [InlineData(new long[] { 300, 500 }, new long[] { 1, 300 })]
    [InlineData(new long[] { 2, 3, 4 }, new long[] { 1, 8, 2 })]
    [InlineData(new long[] { 5 }, new long[] { 7 })]
    [InlineData(new long[] { 3, 1, 2 }, new long[] { 2, 99, 1 })]
    [InlineData(new long[] { 0, 2 }, new long[] { 1, 1 })]
    public void Read_Strided_RowMajorOrder(long[] shape, long[] strides)
    {
        const int Offset = 3;
        var path = _folder.File("numbers");
        File.WriteAllBytes(path, [.. Enumerable.Range(0, 200_000).SelectMany(BitConverter.GetBytes)]);
        using var file = MappedFile.Open(path);
        var tensor = new StoredTensor(new TensorEntry("t", TensorDtype.I32, shape), file, Offset * sizeof(int), strides);

        var expected = Positions(shape, strides).Select(position => position + Offset).ToArray();

        Assert.Equal(shape.Aggregate(1L, (product, size) => product * size), expected.Length);
        Assert.Equal(expected, tensor.ReadInt64());
        Assert.Equal(expected.Select(value => (double)value), tensor.ReadDouble());
        Assert.Equal(expected.Select(value => (float)value), tensor.ReadSingle());
        Assert.Throws<ShapeException>(() => tensor.ReadSingle(new float[expected.Length + 1]));
    }

    /// <summary>Every element's place, by the definition of strides.</summary>
    private static IEnumerable<long> Positions(long[] shape, long[] strides) => shape.Length == 0
        ? [0L]
        : Enumerable.Range(0, (int)shape[0]).SelectMany(i => Positions(shape[1..], strides[1..]).Select(rest => (i * strides[0]) + rest));
}
