using System.Diagnostics;
using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Checkpoints.Formats;
using FaeRealtime.Core.Checkpoints.Torch;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Core.Tests.Checkpoints.Torch;

public sealed class TorchFileWriterTests : IDisposable
{
    private static readonly SafetensorsTensor[] Tensors =
    [
        SafetensorsTensor.FromSingle("z.weight", [2, 3], [1, 2, 3, 4, 5, -0f]),
        SafetensorsTensor.FromSingle("a.größe", [2], [1, -2.5f], TensorDtype.F16),
        SafetensorsTensor.FromSingle("b", [2], [1, -2.5f], TensorDtype.BF16),
        SafetensorsTensor.FromSingle("later", [3], () => new float[] { 7, 8, 9 }),
        SafetensorsTensor.FromInt64("steps", [], [1L << 40]),
        SafetensorsTensor.FromSingle("empty", [0, 3], []),
        new("double", TensorDtype.F64, [1], BitConverter.GetBytes(Math.PI)),
        new("int", TensorDtype.I32, [1], BitConverter.GetBytes(-7)),
        new("short", TensorDtype.I16, [1], BitConverter.GetBytes((short)-7)),
        new("char", TensorDtype.I8, [1], new byte[] { 0xF9 }),
        new("byte", TensorDtype.U8, [300], new byte[300]),
        new("bool", TensorDtype.Bool, [2], new byte[] { 0, 1 }),
    ];

    private readonly Folder _folder = new();

    private string Path => _folder.File("model.pt");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Write_Metadata_IsReadAgainAndLeavesTheTensorsAlone()
    {
        TorchFileWriter.Write(Path, Tensors, new Dictionary<string, string> { ["b"] = "größe", ["a"] = "1" });
        using var checkpoint = CheckpointFile.Open(Path);
        TorchFileWriter.Write(_folder.File("plain.pt"), Tensors);
        using var plain = CheckpointFile.Open(_folder.File("plain.pt"));

        Assert.Equal(new Dictionary<string, string> { ["a"] = "1", ["b"] = "größe" }, checkpoint.Metadata);
        Assert.Equal(Tensors.Select(tensor => tensor.Name), checkpoint.Entries.Keys);
        Assert.Empty(plain.Metadata);
    }

    [Fact]
    public void Write_ThenRead_SameTensorsInOrder()
    {
        TorchFileWriter.Write(Path, Tensors);
        using var checkpoint = CheckpointFile.Open(Path);

        Assert.Equal(Tensors.Select(tensor => tensor.Name), checkpoint.Entries.Keys);
        Assert.Equal(Tensors.Select(tensor => tensor.Dtype), checkpoint.Entries.Values.Select(entry => entry.Dtype));
        Assert.Equal(Tensors.Select(tensor => tensor.Shape), checkpoint.Entries.Values.Select(entry => entry.Shape));
        Assert.Equal([1, 2, 3, 4, 5, -0f], checkpoint.ReadSingle("z.weight"));
        Assert.Equal([1, -2.5f], checkpoint.ReadSingle("a.größe"));
        Assert.Equal([1, -2.5f], checkpoint.ReadSingle("b"));
        Assert.Equal([7, 8, 9], checkpoint.ReadSingle("later"));
        Assert.Equal([1L << 40], checkpoint.ReadInt64("steps"));
        Assert.Equal([(float)Math.PI], checkpoint.ReadSingle("double"));
        Assert.All(["int", "short", "char"], name => Assert.Equal([-7L], checkpoint.ReadInt64(name)));
        Assert.Equal([0L, 1L], checkpoint.ReadInt64("bool"));
    }

    [Fact]
    public void Write_Twice_SameBytes()
    {
        TorchFileWriter.Write(Path, Tensors);
        TorchFileWriter.Write(_folder.File("other.pt"), Tensors);

        Assert.Equal(File.ReadAllBytes(Path), File.ReadAllBytes(_folder.File("other.pt")));
    }

    [Fact]
    public void Write_NoTensor_FileIsWellFormed()
    {
        TorchFileWriter.Write(Path, []);

        Assert.Contains("no dictionary of tensors", Assert.Throws<CheckpointException>(() => CheckpointFile.Open(Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_KeyTwiceOrTypeWithoutStorageOrWrongSource_RefusedAndFileUntouched()
    {
        TorchFileWriter.Write(Path, Tensors);
        var before = File.ReadAllBytes(Path);

        Assert.Throws<CheckpointException>(() => TorchFileWriter.Write(Path, [Tensors[0], Tensors[0]]));
        Assert.Throws<CheckpointException>(() => TorchFileWriter.Write(Path, [new("u", TensorDtype.U16, [1], new byte[2])]));
        Assert.Throws<CheckpointException>(() => TorchFileWriter.Write(Path, [Tensors[0] with { Data = default, Source = stream => stream.Write(new byte[23]) }]));
        Assert.Throws<CheckpointException>(() => TorchFileWriter.Write(_folder.File("no/model.pt"), Tensors));
        Assert.Equal(before, File.ReadAllBytes(Path));
        Assert.Single(Directory.GetFileSystemEntries(_folder.Path));
    }

    [PyTorchFact]
    public void Write_StateDict_PyTorchLoadsIt()
    {
        TorchFileWriter.Write(Path, Tensors, new Dictionary<string, string> { ["fae.time"] = "data-at-one" });
        const string Program = """
            import collections, sys, torch
            state = torch.load(sys.argv[1], weights_only=True)
            assert type(state) is collections.OrderedDict
            want = {"z.weight": torch.tensor([[1., 2, 3], [4, 5, -0.]]), "a.größe": torch.tensor([1, -2.5]).half(), "b": torch.tensor([1, -2.5]).bfloat16(),
                    "later": torch.tensor([7., 8, 9]), "steps": torch.tensor(1 << 40), "empty": torch.zeros(0, 3), "double": torch.tensor([torch.pi], dtype=torch.float64),
                    "int": torch.tensor([-7], dtype=torch.int32), "short": torch.tensor([-7], dtype=torch.int16), "char": torch.tensor([-7], dtype=torch.int8),
                    "byte": torch.zeros(300, dtype=torch.uint8), "bool": torch.tensor([False, True])}
            assert list(state) == list(want), list(state)
            for key, value in want.items():
                assert state[key].dtype == value.dtype and torch.equal(state[key], value) and state[key].stride() == value.stride(), key
            module = torch.nn.Linear(3, 2, bias=False)
            module.load_state_dict({"weight": state["z.weight"]})
            """;

        using var python = Process.Start(new ProcessStartInfo(PyTorchFactAttribute.Python) { ArgumentList = { "-c", Program, Path }, RedirectStandardError = true })!;
        var errors = python.StandardError.ReadToEnd();
        python.WaitForExit();

        Assert.True(python.ExitCode == 0, errors);
    }
}
