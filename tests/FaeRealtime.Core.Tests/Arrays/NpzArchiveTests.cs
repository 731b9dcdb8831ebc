using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using FaeRealtime.Core.Arrays;
using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Core.Tests.Arrays;

/// <summary>Bytes are built by hand after numpy's format description (numpy/lib/format.py).</summary>
public sealed class NpzArchiveTests : IDisposable
{
    private readonly Folder _folder = new();

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 4)]
    [InlineData(3, 4)]
    public void Open_EveryVersion_HasShapeAndValues(byte version, int lengthBytes)
    {
        var path = _folder.File("a.npy");
        File.WriteAllBytes(path, Array(version, lengthBytes, "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }", Floats(1, 2, 3, 4, 5, 6)));

        using var array = NpyReader.Open(path);

        Assert.Equal(TensorDtype.F32, array.Dtype);
        Assert.Equal([2, 3], array.Shape);
        Assert.Equal([1, 2, 3, 4, 5, 6], array.ReadDouble());
    }

    [Fact]
    public void ReadSingle_FortranOrder_IsRowMajor()
    {
        var path = _folder.File("a.npy");
        File.WriteAllBytes(path, Array(1, 2, "{'descr': '<f4', 'fortran_order': True, 'shape': (2, 3), }", Floats(1, 4, 2, 5, 3, 6)));

        using var array = NpyReader.Open(path);

        Assert.Equal([1, 2, 3, 4, 5, 6], array.ReadSingle());
    }

    [Theory]
    [InlineData(">f8", new byte[] { 0x3F, 0xF8, 0, 0, 0, 0, 0, 0 }, 1.5)]
    [InlineData("<f2", new byte[] { 0x00, 0x3E }, 1.5)]
    [InlineData("|u1", new byte[] { 200 }, 200)]
    [InlineData("|i1", new byte[] { 0xFF }, -1)]
    [InlineData("<i8", new byte[] { 0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF }, -2)]
    [InlineData(">u2", new byte[] { 1, 2 }, 258)]
    [InlineData("|b1", new byte[] { 1 }, 1)]
    public void ReadDouble_EveryKind_IsTheValue(string type, byte[] bytes, double expected)
    {
        var path = _folder.File("a.npy");
        File.WriteAllBytes(path, Array(1, 2, $"{{'descr': '{type}', 'fortran_order': False, 'shape': (), }}", bytes));

        using var array = NpyReader.Open(path);

        Assert.Equal([expected], array.ReadDouble());
    }

    [Theory]
    [InlineData(CompressionLevel.NoCompression)]
    [InlineData(CompressionLevel.Optimal)]
    public void Array_StoredOrDeflated_IsRead(CompressionLevel level)
    {
        var path = _folder.File("a.npz");
        WriteArchive(path, level, ("mu", Array(1, 2, "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", Floats(1, 2))));

        using var archive = NpzArchive.Open(path);
        using var mu = archive.Array("mu");

        Assert.Equal(["mu"], archive.Names);
        Assert.Equal([1, 2], mu.ReadSingle());
    }

    [Fact]
    public void Write_ThenOpen_IsTheSameAndReadableRowByRow()
    {
        var path = _folder.File("a.npz");
        NpzWriter.Write(path, [new NpyArray("arr_0", TensorDtype.U8, [2, 1, 1, 3], stream => stream.Write([1, 2, 3, 4, 5, 6])), NpyArray.Of("arr_1", [2], [7L, -8L])]);

        using var archive = NpzArchive.Open(path);
        using (var pictures = archive.Array("arr_0"))
        {
            var row = new byte[3];
            pictures.ReadNext(row);
            pictures.ReadNext(row);
            Assert.Equal([4, 5, 6], row);
            Assert.Equal([2, 1, 1, 3], pictures.Shape);
        }

        using var labels = archive.Array("arr_1");
        Assert.Equal([7, -8], labels.ReadInt64());
    }

    [Fact]
    public void Write_Header_IsNumpysOwn()
    {
        var path = _folder.File("a.npz");
        NpzWriter.Write(path, [NpyArray.Of("x", [3], [1f, 2f, 3f])]);

        using var archive = ZipFile.OpenRead(path);
        using var stream = archive.GetEntry("x.npy")!.Open();
        using var copy = new MemoryStream();
        stream.CopyTo(copy);

        // numpy.save(…, numpy.float32([1, 2, 3])): 128 bytes of header, padded with spaces, ended by a line feed.
        var expected = Array(1, 2, "{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }".PadRight(117) + "\n", Floats(1, 2, 3));
        Assert.Equal(expected, copy.ToArray());
    }

    [Theory]
    [InlineData("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", 8, "kind that is not read")]
    [InlineData("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }", 4, "kind that is not read")]
    [InlineData("{'descr': '<f4', 'shape': (1,), }", 4, "its header is")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }", 4, "its header is")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", 4, "tells of 8 more")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }", 8, "tells of 4 more")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296, 0), }", 0, "larger than any file")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), }", 0, "names '99999999999999999999'")]
    public void Open_MalformedHeader_IsRefused(string header, int elementBytes, string mentions)
    {
        var path = _folder.File("a.npy");
        File.WriteAllBytes(path, Array(1, 2, header, new byte[elementBytes]));

        Assert.Contains(mentions, Assert.Throws<CheckpointException>(() => NpyReader.Open(path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "ends inside its header")]
    [InlineData("PK is no array", "does not begin like")]
    public void Open_NoArray_IsRefused(string content, string mentions)
    {
        var path = _folder.File("a.npy");
        File.WriteAllText(path, content);

        Assert.Contains(mentions, Assert.Throws<CheckpointException>(() => NpyReader.Open(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_VersionOfTheFuture_NamesIt()
    {
        var path = _folder.File("a.npy");
        File.WriteAllBytes(path, Array(4, 4, "{}", []));

        Assert.Contains("version 4", Assert.Throws<CheckpointException>(() => NpyReader.Open(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_ArchiveCutOff_IsRefusedEverywhere()
    {
        var whole = _folder.File("a.npz");
        WriteArchive(whole, CompressionLevel.Optimal, ("mu", Array(1, 2, "{'descr': '<f4', 'fortran_order': False, 'shape': (64,), }", Floats(new float[64]))));
        var bytes = File.ReadAllBytes(whole);
        var cut = _folder.File("cut.npz");
        for (var length = 0; length < bytes.Length; length += 7)
        {
            File.WriteAllBytes(cut, bytes[..length]);
            Assert.Throws<CheckpointException>(() => NpzArchive.Open(cut));
        }
    }

    [Fact]
    public void Array_NameMissing_ListsWhatThereIs()
    {
        var path = _folder.File("a.npz");
        NpzWriter.Write(path, [NpyArray.Of("sigma", [1], [1.0])]);
        using var archive = NpzArchive.Open(path);

        Assert.Contains("it holds sigma", Assert.Throws<CheckpointException>(() => archive.Array("mu")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReadNext_FortranOrder_IsRefused()
    {
        var path = _folder.File("a.npy");
        File.WriteAllBytes(path, Array(1, 2, "{'descr': '|u1', 'fortran_order': True, 'shape': (2, 2), }", [1, 2, 3, 4]));
        using var array = NpyReader.Open(path);

        Assert.Throws<CheckpointException>(() => array.ReadNext(new byte[2]));
    }

    public void Dispose() => _folder.Dispose();

    private static byte[] Array(byte version, int lengthBytes, string header, byte[] elements)
    {
        var text = Encoding.UTF8.GetBytes(header);
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, text.Length);
        return [0x93, .. "NUMPY"u8, version, 0, .. length[..lengthBytes], .. text, .. elements];
    }

    private static byte[] Floats(params float[] values)
    {
        var bytes = new byte[values.Length * sizeof(float)];
        Buffer.BlockCopy(values, 0, bytes, 0, bytes.Length);
        return bytes;
    }

    private static void WriteArchive(string path, CompressionLevel level, params (string Name, byte[] Bytes)[] files)
    {
        using var archive = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach (var (name, bytes) in files)
        {
            using var stream = archive.CreateEntry($"{name}.npy", level).Open();
            stream.Write(bytes);
        }
    }
}
