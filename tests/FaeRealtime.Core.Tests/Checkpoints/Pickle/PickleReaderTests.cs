using System.Numerics;
using System.Text;
using FaeRealtime.Core.Checkpoints.Pickle;
using FaeRealtime.Core.Checkpoints.Torch;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Core.Tests.Checkpoints.Pickle;

/// <summary>Pickles written out as Latin-1 text: each character is a byte.</summary>
public sealed class PickleReaderTests
{
    private const string Two = "\u0080\u0002";

    [Theory]
    [InlineData("N.", null)]
    [InlineData("\u0088.", true)]
    [InlineData("\u0089.", false)]
    [InlineData("K\u00ff.", 255L)]
    [InlineData("M\u0001\u0002.", 513L)]
    [InlineData("J\u00ff\u00ff\u00ff\u00ff.", -1L)]
    [InlineData("\u008a\0.", 0L)]
    [InlineData("\u008a\u0002\0\u0080.", -32768L)]
    [InlineData("G\u003f\u00f8\0\0\0\0\0\0.", 1.5)]
    [InlineData("X\u0003\0\0\0\u00e2\u0082\u00ac.", "€")]
    [InlineData("\u008c\u0001a.", "a")]
    [InlineData("\u008d\u0001\0\0\0\0\0\0\0a.", "a")]
    [InlineData("U\u0001a.", "a")]
    [InlineData("NK\u00010.", null)]
    [InlineData("K\u0001q\u00050h\u0005.", 1L)]
    [InlineData("\u0095\u0003\0\0\0\0\0\0\0K\u0007.", 7L)]
    public void Read_Value_AsPythonHasIt(string pickle, object? expected) => Assert.Equal(expected, Read(pickle));

    [Fact]
    public void Read_LongAbove64Bits_Exact() =>
        Assert.Equal(BigInteger.Pow(2, 80), Read("\u008a\u000b\0\0\0\0\0\0\0\0\0\0\u0001."));

    [Fact]
    public void Read_Collections_Nested()
    {
        var dictionary = Assert.IsType<PickleDictionary>(Read("}(X\u0001\0\0\0a](K\u0001K\u0002eX\u0001\0\0\0bK\u0003K\u0004K\u0005\u0087X\u0001\0\0\0c)X\u0001\0\0\0d(K\u0006tu."));

        Assert.Equal([1L, 2L], Assert.IsType<PickleList>(dictionary.Find("a")).Items);
        Assert.Equal([3L, 4L, 5L], Assert.IsType<PickleTuple>(dictionary.Find("b")).Items);
        Assert.Empty(Assert.IsType<PickleTuple>(dictionary.Find("c")).Items);
        Assert.Equal([6L], Assert.IsType<PickleTuple>(dictionary.Find("d")).Items);
        Assert.Null(dictionary.Find("e"));
    }

    [Fact]
    public void Read_MoreBytesAfterStop_LengthIsThePickles()
    {
        var bytes = Encoding.Latin1.GetBytes($"{Two}K\u0001.rest");

        Assert.Equal(1L, PickleReader.Read("file.pt", bytes, Vocabulary(), out var length));
        Assert.Equal(5, length);
    }

    [Theory]
    [InlineData("cos\nsystem\nX\u0002\0\0\0id\u0085R.", "os.system", "os.system('id')")]
    [InlineData("cposix\nsystem\n.", "posix.system", "posix.system")]
    [InlineData("c__builtin__\neval\n.", "__builtin__.eval", "__builtin__.eval")]
    [InlineData("X\u0002\0\0\0osX\u0006\0\0\0system\u0093.", "os.system", "os.system")]
    [InlineData("cargparse\nNamespace\n)\u0081}(X\u0001\0\0\0aK\u0001X\u0001\0\0\0bX\u0001\0\0\0cub.", "argparse.Namespace", "argparse.Namespace(a=1, b='c')")]
    [InlineData("cargparse\nNamespace\n)}\u0092.", "argparse.Namespace", "argparse.Namespace()")]
    [InlineData("(X\u0001\0\0\0aios\nsystem\n.", "os.system", "os.system('a')")]
    [InlineData("(cos\nsystem\nK\u0007\u0088No.", "os.system", "os.system(7, True, None)")]
    [InlineData("cbuiltins\ngetattr\ncos\nsystem\nX\u0001\0\0\0a\u0086R)R.", "builtins.getattr", "builtins.getattr()")]
    [InlineData("cbuiltins\ngetattr\ncos\nsystem\nX\u0001\0\0\0a\u0086R.", "builtins.getattr", "builtins.getattr(os.system, 'a')")]
    [InlineData("ctorch._utils\n_rebuild_parameter\ncos\nsystem\nNN\u0087R.", "os.system", "os.system(os.system, None, None)")]
    [InlineData("ccollections\nOrderedDict\ncos\nsystem\n\u0085R.", "os.system", "os.system(os.system)")]
    [InlineData("(X\u0007\0\0\0storagectorch\nComplex32Storage\nX\u0001\0\0\00X\u0003\0\0\0cpuK\u0001tQ.", "torch.Complex32Storage", "torch.Complex32Storage('storage', torch.Complex32Storage, '0', 'cpu', …)")]
    [InlineData("X\u0006\0\0\0moduleQ.", "an object outside the pickle", "an object outside the pickle")]
    [InlineData("(X\u0006\0\0\0modulecmodels\nSiT\nX\u0001\0\0\0fX\u0001\0\0\0stQ.", "models.SiT", "models.SiT('module', models.SiT, 'f', 's')")]
    [InlineData("\u0082\u0001.", "copyreg.extension 1", "copyreg.extension 1")]
    [InlineData("\u0083\u0001\u0001.", "copyreg.extension 257", "copyreg.extension 257")]
    [InlineData("\u0084\u0001\0\0\u0080.", "copyreg.extension 2147483649", "copyreg.extension 2147483649")]
    [InlineData("cos\u001b[2J\nx\n.", "os\u001b[2J.x", "os?[2J.x")]
    public void Read_UnknownClass_PlaceholderWithNameAndArguments(string pickle, string name, string text)
    {
        var placeholder = Assert.IsType<PicklePlaceholder>(Read(pickle));

        Assert.Equal(name, placeholder.Name);
        Assert.Equal(text, placeholder.ToString());
    }

    [Fact]
    public void Read_PopMark_DropsWhatLiesAboveTheMark() => Assert.Equal(1L, Read("K\u0001(NN1."));

    [Fact]
    public void Read_StateAndItemsForPlaceholder_RememberedInOrder()
    {
        var placeholder = Assert.IsType<PicklePlaceholder>(Read("cx\ny\nK\u0001\u0085\u0081K\u0002a(K\u0003K\u0004e(K\u0005K\u0006uK\u0007K\u0008sK\u0009b(K\u000a\u0090."));

        Assert.Equal([1L], placeholder.Arguments!.Items);
        Assert.Equal([2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L], placeholder.Given);
    }

    [Theory]
    [InlineData("(ccollections\nOrderedDict\no.", "OBJ")]
    [InlineData("ccollections\nOrderedDict\n)\u0081.", "NEWOBJ")]
    [InlineData("ccollections\nOrderedDict\n)}\u0092.", "NEWOBJ_EX")]
    [InlineData("Pname\n.", "PERSID")]
    [InlineData("\u0097.", "NEXT_BUFFER")]
    [InlineData("N\u0098.", "READONLY_BUFFER")]
    [InlineData("]}b.", "BUILD")]
    [InlineData("}Nb.", "BUILD")]
    [InlineData("ctorch\nFloatStorage\n}b.", "BUILD")]
    [InlineData("ctorch\nFloatStorage\n)R.", "REDUCE")]
    [InlineData("X\u0001\0\0\0f)R.", "REDUCE")]
    [InlineData("(X\u0007\0\0\0storagectorch\nFloatStorage\nX\u0001\0\0\00X\u0003\0\0\0cpuK\u0001X\u0001\0\0\0vtQ.", "view of another")]
    public void Read_KnownNameMisused_RefusedByName(string pickle, string name)
    {
        var failure = Assert.Throws<CheckpointException>(() => Read(pickle));

        Assert.Contains(name, failure.Message, StringComparison.Ordinal);
        Assert.Contains("file.pt", failure.Message, StringComparison.Ordinal);
        Assert.Contains("state_dict()", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "wants 1 bytes")]
    [InlineData(".", "takes more")]
    [InlineData("NN.", "left over")]
    [InlineData("(N.", "left over")]
    [InlineData("(.", "takes more")]
    [InlineData("N(0.", "takes more")]
    [InlineData("N(\u0085.", "takes more")]
    [InlineData("t.", "never opened")]
    [InlineData("e.", "never opened")]
    [InlineData("(e.", "takes more")]
    [InlineData("](]a(e.", "takes more")]
    [InlineData("h\u0001.", "never stored")]
    [InlineData("j\u00ff\u00ff\u00ff\u00ff.", "never stored")]
    [InlineData("q\u0001.", "takes more")]
    [InlineData("}Na.", "another type")]
    [InlineData("]NNs.", "another type")]
    [InlineData("}(Nu.", "another type")]
    [InlineData("N(Ne.", "another type")]
    [InlineData("NN\u0093.", "another type")]
    [InlineData("NNR.", "another type")]
    [InlineData("X\u00ff\u00ff\u00ff\u00ffa.", "wants 4294967295 bytes")]
    [InlineData("\u008d\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ffa.", "wants 18446744073709551615 bytes")]
    [InlineData("X\u0001\0\0\0\u00ff.", "not UTF-8")]
    [InlineData("\u0095\u0009\0\0\0\0\0\0\0N.", "wants 9 bytes")]
    [InlineData("cos", "does not end")]
    [InlineData("1.", "never opened")]
    [InlineData("cos\nsystem\nN\u0081.", "another type")]
    [InlineData("cos\nsystem\n(Nu.", "another type")]
    [InlineData("(o.", "another type")]
    [InlineData("I01\n.", "no opcode")]
    [InlineData("\u00ff.", "no opcode")]
    [InlineData("ccollections\nOrderedDict\nK\u0001\u0085R.", "OrderedDictionary")]
    [InlineData("ccollections\nOrderedDict\n](K\u0001e\u0085R.", "other than pairs")]
    [InlineData("ccollections\nOrderedDict\n]((K\u0001K\u0002K\u0003te\u0085R.", "other than pairs")]
    [InlineData("]q\0\u0085q\u00010ccollections\nOrderedDict\nh\u0001R0ccollections\nOrderedDict\nh\u0001R.", "two dictionaries")]
    [InlineData("ctorch\nSize\n]\u0085R.", "Size")]
    [InlineData("ctorch._utils\n_rebuild_tensor_v2\n)R.", "Tensor")]
    [InlineData("(X\u0007\0\0\0storagectorch\nFloatStorage\nX\u0001\0\0\00X\u0003\0\0\0cpuJ\u00ff\u00ff\u00ff\u007ftQ.", "2147483647 elements")]
    [InlineData("(X\u0007\0\0\0storagectorch\nFloatStorage\nX\u0001\0\0\00X\u0003\0\0\0cpuJ\u00ff\u00ff\u00ff\u00fftQ.", "-1 elements")]
    public void Read_Damaged_Refused(string pickle, string reason)
    {
        var failure = Assert.Throws<CheckpointException>(() => Read(pickle));

        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\u0080\u0001N.")]
    [InlineData("\u0080\u0006N.")]
    [InlineData("(lp0\n.")]
    public void Read_OtherProtocol_Refused(string pickle) =>
        Assert.Contains("protocols 2 to 5", Assert.Throws<CheckpointException>(() => PickleReader.Read("file.pt", Encoding.Latin1.GetBytes(pickle), Vocabulary(), out _)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("](")]
    [InlineData("}")]
    [InlineData("]")]
    [InlineData("N")]
    [InlineData("(")]
    [InlineData(")")]
    [InlineData("]\u0094")]
    [InlineData("cx\n\n")]
    [InlineData("cx\n\n)\u0081")]
    [InlineData("cx\n\n)\u0081Nb")]
    [InlineData("cx\n\nNa")]
    [InlineData("\u0082\0)R")]
    public void Read_AMillionOfOneOpcode_MemoryLinear(string repeated)
    {
        var bytes = Encoding.Latin1.GetBytes(Two + string.Concat(Enumerable.Repeat(repeated, 1_000_000 / repeated.Length)));
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Throws<CheckpointException>(() => PickleReader.Read("file.pt", bytes, Vocabulary(), out _));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100L * bytes.Length);
    }

    private static object? Read(string pickle) => PickleReader.Read("file.pt", Encoding.Latin1.GetBytes(Two + pickle), Vocabulary(), out _);

    private static TorchVocabulary Vocabulary() => new("file.pt", fileLength: 1000);
}
