using FaeRealtime.Core.Checkpoints.Formats;
using FaeRealtime.Core.Errors;
using static FaeRealtime.Core.Tests.Checkpoints.Torch.TorchText;

namespace FaeRealtime.Core.Tests.Checkpoints.Torch;

/// <summary>A checkpoint is judged by the part that is asked for: objects of unknown classes elsewhere are names without effect.</summary>
public sealed class TorchPlaceholderTests : IDisposable
{
    private static readonly (string Name, byte[] Content) Eight = ("data/0", [1, 2, 3, 4, 5, 6, 7, 8]);

    private static readonly string Tensor8 = Tensor(Storage("torch\nByteStorage", "0", 8), 0, [8], [1]);

    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(null, new[] { 5L, 6, 7, 8 })]
    [InlineData("ema", new[] { 5L, 6, 7, 8 })]
    [InlineData("model", new[] { 1L, 2, 3, 4 })]
    public void Open_PlaceholdersInOtherParts_PartRead(string? part, long[] expected)
    {
        using var checkpoint = CheckpointFile.Open(WriteZip(_folder, TrainingState(), Eight), part);

        Assert.Equal(["w"], checkpoint.Entries.Keys);
        Assert.Equal(expected, checkpoint.ReadInt64("w"));
    }

    [Theory]
    [InlineData("broken", "'norm' (models.Norm(eps=1))")]
    [InlineData("broken.norm", "models.Norm(eps=1)")]
    [InlineData("broken.norm.weight", "models.Norm(eps=1)")]
    [InlineData("args", "argparse.Namespace(model='SiT-XL/2', lr=1)")]
    [InlineData("args.model", "argparse.Namespace(model='SiT-XL/2', lr=1)")]
    [InlineData("hook", "os.system('touch hooked')")]
    public void Open_PartWithPlaceholder_RefusedByNameWithOtherParts(string part, string named)
    {
        var path = WriteZip(_folder, TrainingState(), Eight);

        var failure = Assert.Throws<CheckpointException>(() => CheckpointFile.Open(path, part));

        Assert.Contains(path, failure.Message, StringComparison.Ordinal);
        Assert.Contains(named, failure.Message, StringComparison.Ordinal);
        Assert.Contains("'model', 'ema'", failure.Message, StringComparison.Ordinal);
        Assert.False(File.Exists("hooked"));
    }

    [Theory]
    [InlineData("as value")]
    [InlineData("as key")]
    [InlineData("in a list")]
    [InlineData("as its only content")]
    public void Open_RootWithPlaceholder_Refused(string where)
    {
        var unknown = Object("x\nY");
        var pickle = where switch
        {
            "as value" => Dictionary(Text("w"), Tensor8, Text("a"), unknown),
            "as key" => Dictionary(Text("w"), Tensor8, unknown, "N"),
            "in a list" => Dictionary(Text("w"), Tensor8, Text("a"), $"](N{unknown}e"),
            _ => unknown,
        };
        var path = WriteZip(_folder, pickle, Eight);

        Assert.Contains("x.Y", Assert.Throws<CheckpointException>(() => CheckpointFile.Open(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_TensorsThatAreNotReadInOtherPart_PartRead()
    {
        // Complex, of an unknown storage, conjugate: none of them is a tensor here, and none spoils its neighbours.
        var complex = Tensor(Storage("torch\nComplexFloatStorage", "1", 1), 0, [1], [1]);
        var unknown = Tensor(Storage("torch\nNewStorage", "2", 1), 0, [1], [1]);
        var conjugate = $"ctorch._utils\n_rebuild_tensor_v2\n({Storage("torch\nByteStorage", "0", 8)}{Integer(0)}{Tuple(8)}{Tuple(1)}\u0089N{Dictionary(Text("conj"), "\u0088")}t" + "R";
        var pickle = Dictionary(Text("model"), Dictionary(Text("w"), Tensor8), Text("c"), complex, Text("u"), unknown, Text("j"), conjugate);
        var path = WriteZip(_folder, pickle, Eight, ("data/1", new byte[8]), ("data/2", new byte[3]));

        using var checkpoint = CheckpointFile.Open(path);

        Assert.Equal([1L, 2, 3, 4, 5, 6, 7, 8], checkpoint.ReadInt64("w"));
        Assert.Contains("torch.ComplexFloatStorage", Assert.Throws<CheckpointException>(() => CheckpointFile.Open(path, "c")).Message, StringComparison.Ordinal);
        Assert.Contains("torch.NewStorage", Assert.Throws<CheckpointException>(() => CheckpointFile.Open(path, "u")).Message, StringComparison.Ordinal);
        Assert.Contains("conjugate", Assert.Throws<CheckpointException>(() => CheckpointFile.Open(path, "j")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_LegacyWithStorageOfUnknownClass_RefusedByItsName()
    {
        var pickle = Dictionary(Text("w"), Tensor8, Text("u"), Storage("torch\nNewStorage", "2", 1));
        var path = WriteLegacy(_folder, ["M\u00e9\u0003", Dictionary(Text("little_endian"), "\u0088"), pickle, $"]{Text("0")}a"], 8, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8);

        Assert.Contains("torch.NewStorage", Assert.Throws<CheckpointException>(() => CheckpointFile.Open(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Describe_TrainingState_PartsAndPlaceholders()
    {
        var contents = CheckpointFile.Describe(WriteZip(_folder, TrainingState(), Eight));

        Assert.Equal([("model", 1, 0), ("ema", 1, 0), ("broken", 1, 1)], contents.Parts.Select(part => (part.Name, part.Tensors, part.Placeholders)));
        Assert.All(contents.Parts, part => Assert.Null(part.Problem));
        Assert.Equal(
            [
                ("args", "argparse.Namespace", "argparse.Namespace(model='SiT-XL/2', lr=1)"),
                ("loss", "numpy.core.multiarray.scalar", "numpy.core.multiarray.scalar(numpy.dtype, _codecs.encode)"),
                ("logs", "collections.defaultdict", "collections.defaultdict(builtins.list, 'a')"),
                ("hook", "os.system", "os.system('touch hooked')"),
                ("broken.norm", "models.Norm", "models.Norm(eps=1)"),
            ],
            contents.Placeholders.Select(found => (found.Name, found.Class, found.Text)));
    }

    [Fact]
    public void Lines_TrainingState_OneAPartAndPlaceholder()
    {
        var path = WriteZip(_folder, TrainingState(), Eight);

        Assert.True(CheckpointFile.Recognises(path));
        Assert.Equal(
            ["#model: 1 tensors (U8)", "#ema: 1 tensors (U8)", "#broken: 1 tensors (U8); 1 of unknown classes, so it cannot be chosen", "args: argparse.Namespace(model='SiT-XL/2', lr=1), named only, never built"],
            CheckpointFile.Describe(path).Lines().Take(4));
    }

    [Fact]
    public void Describe_ControlCharacters_Harmless()
    {
        var contents = CheckpointFile.Describe(WriteZip(_folder, Dictionary(Text("w"), Tensor8, Text("\u001b[2J"), Object("o\u001b[2Js\nsystem", Text("\u0007"), Text("\u001b[0m"))), Eight));

        var found = Assert.Single(contents.Placeholders);
        Assert.DoesNotContain($"{found.Name}{found.Class}{found.Text}", char.IsControl);
        Assert.Equal(string.Empty, Assert.Single(contents.Parts).Name);
    }

    [Fact]
    public void Describe_PartThatCannotBeWalked_SaysSoAndListsTheOthers()
    {
        var twice = Dictionary(Text("w"), Tensor8, Text("w"), Tensor8);

        var contents = CheckpointFile.Describe(WriteZip(_folder, Dictionary(Text("bad"), twice, Text("good"), Dictionary(Text("w"), Tensor8)), Eight));

        Assert.Contains("stands twice", contents.Parts[0].Problem, StringComparison.Ordinal);
        Assert.Equal(("good", 1, null), (contents.Parts[1].Name, contents.Parts[1].Tensors, contents.Parts[1].Problem));
    }

    [Fact]
    public void Describe_TenThousandPartsOrPlaceholders_Bounded()
    {
        var many = Dictionary([.. Enumerable.Range(0, 10_000).SelectMany(i => new[] { Text($"p{i}"), $"](h\u0001h\u0002e" })]);
        var contents = CheckpointFile.Describe(WriteZip(_folder, $"{Tensor8}q\u00010cx\ny\nq\u00020{many}", Eight));

        Assert.Equal((1000, 1000), (contents.Parts.Count, contents.Placeholders.Count));
    }
}
