using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Checkpoints.Formats;
using FaeRealtime.Core.Errors;
using static FaeRealtime.Core.Tests.Checkpoints.Torch.TorchText;

namespace FaeRealtime.Core.Tests.Checkpoints.Torch;

public sealed class TorchZipFileTests : IDisposable
{
    private static readonly (string Name, byte[] Content) Eight = ("data/0", [1, 2, 3, 4, 5, 6, 7, 8]);

    private static readonly string Bytes = Storage("torch\nByteStorage", "0", 8);

    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0, new long[] { 2, 4 }, new long[] { 4, 1 }, new long[] { 1, 2, 3, 4, 5, 6, 7, 8 })]
    [InlineData(1, new long[] { 2, 2 }, new long[] { 2, 4 }, new long[] { 2, 6, 4, 8 })]
    [InlineData(7, new long[] { }, new long[] { }, new long[] { 8 })]
    [InlineData(6, new long[] { 1, 2 }, new long[] { 0, 1 }, new long[] { 7, 8 })]
    [InlineData(8, new long[] { 0 }, new long[] { 1 }, new long[] { })]
    [InlineData(0, new long[] { 0, long.MaxValue, long.MaxValue }, new long[] { 1, 1, 1 }, new long[] { })]
    public void Open_View_ItsElements(long offset, long[] size, long[] stride, long[] expected)
    {
        using var checkpoint = Open(Dictionary(Text("w"), Tensor(Bytes, offset, size, stride)), Eight);

        Assert.Equal(size, checkpoint.Entry("w").Shape);
        Assert.Equal(expected, checkpoint.ReadInt64("w"));
    }

    [Theory]
    [InlineData(0, new long[] { 9 }, new long[] { 1 }, "does not fit")]
    [InlineData(1, new long[] { 8 }, new long[] { 1 }, "does not fit")]
    [InlineData(0, new long[] { 3, 3 }, new long[] { 1, 2 }, "does not fit")]
    [InlineData(1, new long[] { 3, 2 }, new long[] { 2, 4 }, "does not fit")]
    [InlineData(8, new long[] { }, new long[] { }, "begins at element 8")]
    [InlineData(-1, new long[] { 2 }, new long[] { 1 }, "begins at element -1")]
    [InlineData(long.MinValue, new long[] { 8 }, new long[] { 1 }, "begins at element")]
    [InlineData(long.MaxValue, new long[] { 2 }, new long[] { long.MaxValue }, "does not fit")]
    [InlineData(0, new long[] { 2, 2, 2, 2 }, new long[] { long.MaxValue, long.MaxValue, long.MaxValue, long.MaxValue }, "does not fit")]
    [InlineData(0, new long[] { long.MaxValue, long.MaxValue, long.MaxValue }, new long[] { 1, 1, 1 }, "does not fit")]
    [InlineData(0, new long[] { 1L << 32, 1L << 32 }, new long[] { 1, 1 }, "does not fit")]
    [InlineData(0, new long[] { 4, 2 }, new long[] { 0, 1 }, "expanded view")]
    [InlineData(0, new long[] { 1000000 }, new long[] { 0 }, "expanded view")]
    [InlineData(0, new long[] { 2 }, new long[] { -1 }, "size or stride")]
    [InlineData(0, new long[] { -2 }, new long[] { 1 }, "size or stride")]
    [InlineData(0, new long[] { 2, 2 }, new long[] { 1 }, "size or stride")]
    public void Open_ViewBeyondItsStorage_Refused(long offset, long[] size, long[] stride, string reason) =>
        Refuses(Dictionary(Text("w"), Tensor(Bytes, offset, size, stride)), reason, Eight);

    [Fact]
    public void Open_RankAbove64_Refused() =>
        Refuses(Dictionary(Text("w"), Tensor(Bytes, 0, [.. Enumerable.Repeat(1L, 65)], [.. Enumerable.Repeat(1L, 65)])), "size or stride", Eight);

    [Fact]
    public void Open_UntypedStorageWithType_ReadAsThatType()
    {
        var untyped = Storage("torch.storage\nUntypedStorage", "0", 8);
        var tensor = $"ctorch._utils\n_rebuild_tensor_v3\n({untyped}{Integer(1)}{Tuple(2)}{Tuple(1)}\u0089Nctorch\nuint16\nt" + "R";
        using var checkpoint = Open(Dictionary(Text("w"), tensor), Eight);

        Assert.Equal(TensorDtype.U16, checkpoint.Entry("w").Dtype);
        Assert.Equal([0x0403L, 0x0605L], checkpoint.ReadInt64("w"));
    }

    [Fact]
    public void Open_ConjugateMark_Refused()
    {
        var tensor = $"ctorch._utils\n_rebuild_tensor_v2\n({Bytes}{Integer(0)}{Tuple(8)}{Tuple(1)}\u0089N{Dictionary(Text("conj"), "\u0088")}t" + "R";

        Refuses(Dictionary(Text("w"), tensor), "metadata", Eight);
    }

    [Fact]
    public void Open_StorageMissingOrOfOtherLengthOrDescribedTwice_Refused()
    {
        var tensor = Tensor(Bytes, 0, [8], [1]);
        var other = Tensor(Storage("torch\nCharStorage", "0", 8), 0, [8], [1]);

        Refuses(Dictionary(Text("w"), tensor), "no storage '0'");
        Refuses(Dictionary(Text("w"), tensor), "has 7 bytes, its pickle says 8", ("data/0", new byte[7]));
        Refuses(Dictionary(Text("w"), tensor, Text("x"), other), "described in two ways", Eight);
        Refuses(Dictionary(Text("w"), Tensor(Storage("torch\nByteStorage", "../0", 8), 0, [8], [1])), "no storage '../0'", Eight);
    }

    [Fact]
    public void Open_KeysThatCollideOrAreNoNames_Refused()
    {
        var tensor = Tensor(Bytes, 0, [8], [1]);

        Refuses(Dictionary(Text("w"), tensor, Text("w"), tensor), "'w' stands twice", Eight);
        Refuses(Dictionary(Text("a.b"), tensor, Text("a"), Dictionary(Text("b"), tensor)), "'a.b' stands twice", Eight);
        Refuses(Dictionary(Text("a"), tensor, "N", tensor), "neither a string nor a whole number", Eight);
    }

    [Fact]
    public void Open_ByteOrder_LittleOnly()
    {
        var pickle = Dictionary(Text("w"), Tensor(Bytes, 0, [8], [1]));

        Open(pickle, Eight, ("byteorder", "little"u8.ToArray())).Dispose();
        Refuses(pickle, "little-endian", Eight, ("byteorder", "big"u8.ToArray()));
    }

    [Fact]
    public void Open_OtherArchives_Refused()
    {
        Refuses("}", "TorchScript", ("constants.pkl", []));
        Refuses("}.", "its pickle 4");
        var path = WriteZip(_folder, "}", ("deeper/data.pkl", []));
        CheckpointException failure = Assert.Throws<CheckpointException>(() => CheckpointFile.Open(path));
        Assert.Contains("no dictionary of tensors", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_DictionaryInItself_Refused() => Refuses("}q\u0001(X\u0001\0\0\0ah\u0001u", "nests containers");

    [Fact]
    public void Open_ListOfItself_Refused() => Refuses($"{Dictionary(Text("a"), "]q\u0001h\u0001a")}", "nests containers");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Open_DoublingDictionaries_RefusedSoon(bool holdTensors)
    {
        // Forty dictionaries, each with the one before under two keys: 2⁴⁰ ways to the innermost.
        var tensor = Tensor(Bytes, 0, [8], [1]);
        var pickle = holdTensors ? Dictionary(Text("w"), tensor) : "}";
        for (var i = 0; i < 40; i++)
        {
            pickle = $"{pickle}q{(char)i}0" + Dictionary(Text("a"), $"h{(char)i}", Text("b"), $"h{(char)i}");
        }

        pickle = $"{pickle}q\u00500" + (holdTensors ? Dictionary(Text("w"), tensor, Text("a"), "h\u0050") : Dictionary(Text("a"), "h\u0050"));
        var before = GC.GetAllocatedBytesForCurrentThread();

        Refuses(pickle, "without end", Eight);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
    }

    [Fact]
    public void Open_LongKeyAboveManyTensors_RefusedWithinMemory()
    {
        // One tensor under a thousand short keys, below one key of a megabyte: a gigabyte of names.
        var many = $"{Tensor(Bytes, 0, [8], [1])}q\u00010" + Dictionary([.. Enumerable.Range(0, 1000).SelectMany(i => new[] { Text($"{i}"), "h\u0001" })]);
        var pickle = $"{many}q\u00020" + Dictionary(Text("w"), "h\u0001", Text(new string('k', 1_000_000)), "h\u0002");
        var before = GC.GetAllocatedBytesForCurrentThread();

        Refuses(pickle, "without end", Eight);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 << 20);
    }

    private ICheckpoint Open(string pickle, params (string Name, byte[] Content)[] files) => CheckpointFile.Open(WriteZip(_folder, pickle, files));

    private void Refuses(string pickle, string reason, params (string Name, byte[] Content)[] files)
    {
        var path = WriteZip(_folder, pickle, files);

        var failure = Assert.Throws<CheckpointException>(() => CheckpointFile.Open(path).Dispose());

        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
        Assert.Contains(path, failure.Message, StringComparison.Ordinal);
    }
}
