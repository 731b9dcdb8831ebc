using System.Text;
using FaeRealtime.Core.Checkpoints.Formats;
using FaeRealtime.Core.Errors;
using static FaeRealtime.Core.Tests.Checkpoints.Torch.TorchText;

namespace FaeRealtime.Core.Tests.Checkpoints.Torch;

public sealed class TorchLegacyFileTests : IDisposable
{
    private const string Protocol = "M\u00e9\u0003";

    private static readonly string Machine = Dictionary(Text("protocol_version"), Protocol, Text("little_endian"), "\u0088");

    private static readonly string State = Dictionary(Text("w"), Tensor(Storage("torch\nByteStorage", "77", 2), 0, [2], [1]));

    private static readonly string Keys = $"]({Text("77")}e";

    private static readonly byte[] Content = [2, 0, 0, 0, 0, 0, 0, 0, 8, 9];

    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_Assembled_Reads()
    {
        using var checkpoint = CheckpointFile.Open(WriteLegacy(_folder, [Protocol, Machine, State, Keys], Content));

        Assert.Equal([8L, 9L], checkpoint.ReadInt64("w"));
    }

    [Fact]
    public void Open_AsPython2Wrote_Reads()
    {
        // Byte strings, and an OrderedDict of a list of pairs; still found in weights of 2018.
        var storage = $"(U\u0007storagectorch\nByteStorage\nU\u000277U\u0006cuda:0\u008a\u0001\u0002NtQ";
        var state = $"ccollections\nOrderedDict\n](](U\u0001w{Tensor(storage, 0, [2], [1])}e](U\u0001v{Tensor(storage, 1, [1], [1])}ee\u0085R";
        using var checkpoint = CheckpointFile.Open(WriteLegacy(_folder, [Protocol, Machine, state, Keys], Content));

        Assert.Equal(["w", "v"], checkpoint.Entries.Keys);
        Assert.Equal([8L, 9L], checkpoint.ReadInt64("w"));
        Assert.Equal([9L], checkpoint.ReadInt64("v"));
    }

    [Theory]
    [InlineData(0, "K\u0001", "protocol is '1'")]
    [InlineData(1, "}", "little-endian")]
    [InlineData(1, "N", "little-endian")]
    [InlineData(3, "N", "no list")]
    [InlineData(3, "]", "0 of 1 storages")]
    [InlineData(3, "](X\u0002\0\0\077X\u0002\0\0\077e", "repeated")]
    [InlineData(3, "](X\u0002\0\0\078e", "belongs to no tensor")]
    [InlineData(3, "](K\u0001e", "belongs to no tensor")]
    public void Open_PickleChanged_Refused(int index, string pickle, string reason)
    {
        string[] pickles = [Protocol, Machine, State, Keys];
        pickles[index] = pickle;

        Refuses(WriteLegacy(_folder, pickles, Content), reason);
    }

    [Fact]
    public void Open_StoragesChanged_Refused()
    {
        string[] pickles = [Protocol, Machine, State, Keys];

        Refuses(WriteLegacy(_folder, pickles, [.. Content, 0]), "ends at byte");
        Refuses(WriteLegacy(_folder, pickles, Content[..9]), "should have 2 elements");
        Refuses(WriteLegacy(_folder, pickles, Content[..7]), "should have 2 elements");
        Refuses(WriteLegacy(_folder, pickles, [3, .. Content[1..]]), "should have 2 elements");
    }

    [Theory]
    [InlineData("K\u0001")]
    [InlineData("}")]
    [InlineData("\u008a\u000al\u00fc\u009cF\u00f9 j\u00a8P\u0018")]
    public void Open_PickleOfSomethingElse_Refused(string pickle)
    {
        File.WriteAllBytes(_folder.File("case.pt"), Encoding.Latin1.GetBytes($"\u0080\u0002{pickle}."));

        Refuses(_folder.File("case.pt"), "not one of torch.save");
    }

    private static void Refuses(string path, string reason) =>
        Assert.Contains(reason, Assert.Throws<CheckpointException>(() => CheckpointFile.Open(path).Dispose()).Message, StringComparison.Ordinal);
}
