using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Testing;

namespace FaeRealtime.Onnx.Tests;

/// <summary>What is written, what is refused, and that nothing is left then.</summary>
public sealed class OnnxExportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Graphs => Path.Combine(_folder.Path, "onnx");

    [Fact]
    public void Write_DefaultModel_EveryGraphSaysWhoseItIs()
    {
        var model = ModelFolder.Open(Path.Combine(Repository.Root, "content", "default"));

        var files = OnnxExport.Write(model, Graphs, new OnnxExportOptions { Storage = TensorDtype.F16, Batch = 1 });

        Assert.Equal(["generator.onnx", "few-step.onnx", "feature-decoder.onnx", "pixel-decoder.onnx", "encoder.onnx", "README.md"], files);
        Assert.Equal(files.Order(StringComparer.Ordinal), Directory.GetFiles(Graphs).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.All(files.SkipLast(1), file =>
        {
            using var graph = new GraphSession(Path.Combine(Graphs, file));
            Assert.Equal(model.Hash, graph.Metadata["fae.hash"]);
            Assert.Equal(("f16", "1", "faces"), (graph.Metadata["fae.store"], graph.Metadata["fae.batch"], graph.Metadata["fae.model"]));
            Assert.Contains("\"side\":8", graph.Metadata["fae.latent"].Replace(" ", string.Empty, StringComparison.Ordinal), StringComparison.Ordinal);
            Assert.Contains(model.Classes[0], graph.Metadata["fae.classes"], StringComparison.Ordinal);
        });
        using var student = new GraphSession(Path.Combine(Graphs, "few-step.onnx"));
        Assert.Contains("\"steps\":2", student.Metadata["fae.sampling"].Replace(" ", string.Empty, StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(["x[1,16,8,8]", "t[1]", "r[1]", "class[1]", "words[1,48,384]", "velocity[1,16,8,8]"], student.Ports);
    }

    [Fact]
    public void Write_SomeNetworks_ThePageTellsOfTheseOnly()
    {
        OnnxExport.Write(Small(), Graphs, new OnnxExportOptions { Networks = ["generator"], Batch = 3 });

        var page = File.ReadAllText(Path.Combine(Graphs, "README.md"));
        Assert.Equal(["README.md", "generator.onnx"], Directory.GetFiles(Graphs).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Contains("The batch is 3.", page, StringComparison.Ordinal);
        Assert.Contains("generator.run(", page, StringComparison.Ordinal);
        Assert.DoesNotContain("decoder", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_FolderThatHoldsSomething_RefusedAndUntouched()
    {
        var model = Small();
        Directory.CreateDirectory(Graphs);
        File.WriteAllText(Path.Combine(Graphs, "mine.txt"), "mine");

        Refused<ConfigException>("is already there", () => OnnxExport.Write(model, Graphs, new OnnxExportOptions()));

        Assert.Equal("mine", File.ReadAllText(Path.Combine(Graphs, "mine.txt")));
        Assert.Equal([Graphs, model.Path], Directory.GetFileSystemEntries(_folder.Path).OrderDescending(StringComparer.Ordinal));
    }

    [Fact]
    public void Write_EmptyFolder_IsFilled()
    {
        Directory.CreateDirectory(Graphs);

        OnnxExport.Write(Small(), Graphs + Path.DirectorySeparatorChar, new OnnxExportOptions { Networks = ["pixel-decoder"] });

        Assert.True(File.Exists(Path.Combine(Graphs, "pixel-decoder.onnx")));
    }

    [Theory]
    [InlineData(ModelFolder.GeneratorFile, "The weights of the generator are not at")]
    [InlineData(ModelFolder.PixelDecoderFile, "The weights of the pixel decoder are not at")]
    [InlineData(ModelFolder.EncoderFile, "The weights of the latent encoder")]
    public void Write_PartMissing_RefusedByNameAndNothingLeft(string file, string said)
    {
        var model = Small();
        File.Delete(Path.Combine(model.Path, file));

        Refused<CheckpointException>(said, () => OnnxExport.Write(model, Path.Combine(Graphs, "deeper"), new OnnxExportOptions()));

        Assert.Equal([model.Path], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Write_WeightBeyondHalves_RefusedByNameAndNothingLeft()
    {
        var model = Small();
        var tensors = Tensors(model.GeneratorPath);
        tensors["x_embedder.proj.weight"].Values[0] = 1e5f;
        SafetensorsWriter.Write(model.GeneratorPath, [.. tensors.Select(tensor => SafetensorsTensor.FromSingle(tensor.Key, tensor.Value.Shape, tensor.Value.Values))]);

        Refused<CheckpointException>("'x_embedder.proj.weight' holds 100000", () => OnnxExport.Write(model, Graphs, new OnnxExportOptions { Storage = TensorDtype.F16 }));

        Assert.Equal([model.Path], Directory.GetFileSystemEntries(_folder.Path));
        OnnxExport.Write(model, Graphs, new OnnxExportOptions { Networks = ["generator"] });
    }

    [Fact]
    public void Write_OptionsOutOfRange_RefusedWithWhatIsThere()
    {
        var model = Small();

        Refused<ConfigException>("The batch of a graph is 0", () => OnnxExport.Write(model, Graphs, new OnnxExportOptions { Batch = 0 }));
        Refused<ConfigException>("cannot be stored as BF16", () => OnnxExport.Write(model, Graphs, new OnnxExportOptions { Storage = TensorDtype.BF16 }));
        Refused<ConfigException>("no network 'vae'", () => OnnxExport.Write(model, Graphs, new OnnxExportOptions { Networks = ["vae"] }));
        Refused<ConfigException>("The name of the folder for the graphs is empty", () => OnnxExport.Write(model, " ", new OnnxExportOptions()));
        Refused<ConfigException>("few-step", () => OnnxExport.Write(model, Graphs, new OnnxExportOptions { Networks = ["few-step"] }));
        Assert.Equal([model.Path], Directory.GetFileSystemEntries(_folder.Path));
    }

    public void Dispose() => _folder.Dispose();

    private static void Refused<T>(string said, Action write)
        where T : FaeException => Assert.Contains(said, Assert.Throws<T>(write).Message, StringComparison.Ordinal);

    private static Dictionary<string, (IReadOnlyList<long> Shape, float[] Values)> Tensors(string path)
    {
        using var file = SafetensorsReader.Open(path);
        return file.Entries.Values.ToDictionary(entry => entry.Name, entry => (entry.Shape, file.ReadSingle(entry.Name)));
    }

    // Without a student.
    private ModelFolder Small() => RandomModel.Create(Path.Combine(_folder.Path, "model"), RandomConfig.Of(4) with { FewStep = null });
}
