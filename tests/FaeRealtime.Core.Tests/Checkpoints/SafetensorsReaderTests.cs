using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Core.Tests.Checkpoints;

public sealed class SafetensorsReaderTests
{
    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 8)]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}   """, 8)]
    [InlineData("""{"b":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},"a":{"dtype":"F32","shape":[],"data_offsets":[0,4]}}""", 4)]
    [InlineData("""{"a":{"dtype":"U8","shape":[4611686018427387904,3,0],"data_offsets":[0,0]}}""", 0)]
    public void Open_WellFormed_Opens(string header, int dataBytes)
    {
        using var folder = new Folder();
        using var reader = SafetensorsReader.Open(HeaderFile.Write(folder, header, dataBytes));

        Assert.NotEmpty(reader.Entries);
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 8, "twice")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"shape":[2],"data_offsets":[0,8]}}""", 8, "twice")]
    [InlineData("""{"__metadata__":{"k":"1","k":"2"}}""", 0, "twice")]
    [InlineData("""{"__metadata__":{},"__metadata__":{}}""", 0, "twice")]
    [InlineData("""{"\u0061":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}""", 0, "twice")]
    [InlineData("""{"\ud800":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}""", 0, "JSON")]
    [InlineData("""{"a":{"dtype":"U8","shape":[-0],"data_offsets":[0,0]}}""", 0, "no size")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1e1],"data_offsets":[0,10]}}""", 10, "no size")]
    [InlineData("""{"a":{"dtype":"U8","shape":[2.0],"data_offsets":[0,2]}}""", 2, "no size")]
    [InlineData("""{"a":{"dtype":"U8","shape":["2"],"data_offsets":[0,2]}}""", 2, "Number")]
    [InlineData("""{"a":{"dtype":"U8","shape":[2],"data_offsets":[0]}}""", 2, "two data_offsets")]
    [InlineData("""{"a":{"dtype":8,"shape":[2],"data_offsets":[0,2]}}""", 2, "String")]
    [InlineData("""{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},}""", 2, "JSON")]
    [InlineData("""{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}/**/}""", 2, "JSON")]
    [InlineData("""{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}{}""", 2, "JSON")]
    [InlineData("""{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}""", 3, "end at byte 2")]
    [InlineData("""{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}""", 1, "end at byte 2")]
    [InlineData("""{}""", 1, "end at byte 0")]
    [InlineData("""{"a":{"dtype":"F64","shape":[2305843009213693952],"data_offsets":[0,0]}}""", 0, "overflows")]
    [InlineData("""{"a":{"dtype":"U8","shape":[9223372036854775808],"data_offsets":[0,0]}}""", 0, "no size")]
    public void Open_Malformed_RefusedWithReason(string header, int dataBytes, string reason)
    {
        using var folder = new Folder();
        var path = HeaderFile.Write(folder, header, dataBytes);

        var failure = Assert.Throws<CheckpointException>(() => SafetensorsReader.Open(path).Dispose());

        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
        Assert.Contains(path, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_ShapeOfAMillionNumbers_RefusedWithoutGrowing()
    {
        using var folder = new Folder();
        var path = HeaderFile.Write(folder, $$$"""{"a":{"dtype":"U8","shape":[{{{string.Join(',', new byte[1_000_000])}}}],"data_offsets":[0,0]}}""");
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Throws<CheckpointException>(() => SafetensorsReader.Open(path).Dispose());

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Open_EveryTruncation_Refused()
    {
        using var folder = new Folder();
        var path = folder.File("whole.safetensors");
        SafetensorsWriter.Write(path, [SafetensorsTensor.FromSingle("a", [3], [1, 2, 3])], new Dictionary<string, string> { ["k"] = "v" });
        var whole = File.ReadAllBytes(path);
        var cut = folder.File("cut.safetensors");
        for (var length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(cut, whole[..length]);
            Assert.Throws<CheckpointException>(() => SafetensorsReader.Open(cut).Dispose());
        }
    }

    [Fact]
    public void Open_EveryByteFlipped_ReadOrRefusedButNeverElse()
    {
        using var folder = new Folder();
        var path = folder.File("whole.safetensors");
        SafetensorsWriter.Write(path, [SafetensorsTensor.FromSingle("a", [3], [1, 2, 3]), SafetensorsTensor.FromInt64("b", [1], [5])]);
        var whole = File.ReadAllBytes(path);
        for (var at = 0; at < whole.Length * 8; at++)
        {
            var flipped = (byte[])whole.Clone();
            flipped[at / 8] ^= (byte)(1 << (at % 8));
            File.WriteAllBytes(path, flipped);
            Assert.True(Record.Exception(() => SafetensorsReader.Open(path).Dispose()) is null or CheckpointException, $"bit {at}");
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("/tmp")]
    [InlineData("/dev/null")]
    public void Open_NoRegularFile_Refused(string path) => Assert.Throws<CheckpointException>(() => SafetensorsReader.Open(path));

    [Fact]
    public void ReadSingle_UnalignedHalves_SameValues()
    {
        using var folder = new Folder();
        var path = HeaderFile.Write(folder, """{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"h":{"dtype":"F16","shape":[2],"data_offsets":[1,5]},"b":{"dtype":"BF16","shape":[2],"data_offsets":[5,9]}}""", 9);
        var bytes = File.ReadAllBytes(path);
        new byte[] { 9, 0x00, 0x3C, 0x00, 0xC1, 0x80, 0x3F, 0x20, 0xC0 }.CopyTo(bytes, bytes.Length - 9);
        File.WriteAllBytes(path, bytes);
        using var reader = SafetensorsReader.Open(path);

        Assert.Equal([1f, -2.5f], reader.ReadSingle("h"));
        Assert.Equal([1f, -2.5f], reader.ReadSingle("b"));
    }

    [Fact]
    public void Open_MissingFile_NamesIt()
    {
        var failure = Assert.Throws<CheckpointException>(() => SafetensorsReader.Open("/nowhere/x.safetensors"));

        Assert.Contains("/nowhere/x.safetensors", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Entry_UnknownKey_NamesFileAndKey()
    {
        using var folder = new Folder();
        var path = HeaderFile.Write(folder, "{}");
        using var reader = SafetensorsReader.Open(path);

        var failure = Assert.Throws<CheckpointException>(() => reader.ReadSingle("blocks.3.weight"));

        Assert.Contains("blocks.3.weight", failure.Message, StringComparison.Ordinal);
        Assert.Contains(path, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReadInt64_Float_Refused()
    {
        using var folder = new Folder();
        using var reader = SafetensorsReader.Open(HeaderFile.Write(folder, """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 8));

        Assert.Throws<CheckpointException>(() => reader.ReadInt64("a"));
    }

    [Fact]
    public void Bytes_AfterDispose_Refused()
    {
        using var folder = new Folder();
        var reader = SafetensorsReader.Open(HeaderFile.Write(folder, """{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}""", 2));
        reader.Dispose();
        reader.Dispose();

        Assert.Throws<ObjectDisposedException>(() => reader.ReadSingle("a"));
    }
}
