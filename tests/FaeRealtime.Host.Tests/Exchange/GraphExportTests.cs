using FaeRealtime.Live.Tests;

namespace FaeRealtime.Host.Tests.Exchange;

/// <summary><c>fae export --onnx</c>: what it writes, and what it refuses without leaving anything.</summary>
public sealed class GraphExportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Graphs => _folder.At("graphs");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Export_Onnx_WritesEveryNetworkAndAPage()
    {
        var model = TestModel.Create(_folder.At("model"));

        var run = await FaeProcess.Run(["export", model.Path, "--onnx", Graphs, "--store", "f16", "--batch", "2"]);

        Assert.True(run.ExitCode == 0, run.Error);
        string[] names = ["generator.onnx", "feature-decoder.onnx", "pixel-decoder.onnx", "encoder.onnx", "README.md"];
        Assert.Equal(names.Select(name => Path.Combine(Graphs, name)), run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.All(run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries), file => Assert.True(new FileInfo(file).Length > 0, file));
        Assert.Contains("The batch is 2.", await File.ReadAllTextAsync(Path.Combine(Graphs, "README.md")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_OnnxOfSomeParts_WritesThese()
    {
        var model = TestModel.Create(_folder.At("model"));

        var run = await FaeProcess.Run(["export", model.Path, "--onnx", Graphs, "--part", "pixel-decoder,feature-decoder", "--batch", "dynamic"]);

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(["README.md", "feature-decoder.onnx", "pixel-decoder.onnx"], Directory.GetFiles(Graphs).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("The batch of a graph is 0", "--batch", "0")]
    [InlineData("--batch is 'many'", "--batch", "many")]
    [InlineData("give f32 or f16", "--store", "bf16")]
    [InlineData("no network 'vit'", "--part", "vit")]
    public async Task Export_OnnxOptionOutOfRange_RefusedAndNothingLeft(string said, params string[] words)
    {
        var model = TestModel.Create(_folder.At("model"));

        var run = await FaeProcess.Run(["export", model.Path, "--onnx", Graphs, .. words]);

        run.AssertRefused(2, said);
        Assert.Equal([model.Path], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task Export_OnnxIntoAFolderOrFileThatExists_RefusedAndUntouched()
    {
        var model = TestModel.Create(_folder.At("model"));
        Directory.CreateDirectory(Graphs);
        await File.WriteAllTextAsync(Path.Combine(Graphs, "mine"), "mine");

        var onFolder = await FaeProcess.Run(["export", model.Path, "--onnx", Graphs]);
        var onFile = await FaeProcess.Run(["export", model.Path, "--onnx", Path.Combine(Graphs, "mine")]);

        onFolder.AssertRefused(2, "is already there");
        onFile.AssertRefused(2, "is already there");
        Assert.Equal("mine", await File.ReadAllTextAsync(Path.Combine(Graphs, "mine")));
        Assert.Equal([Graphs, model.Path], Directory.GetFileSystemEntries(_folder.Path).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Export_OnnxOfAModelThatLacksAPart_RefusedAndNothingLeft()
    {
        var model = TestModel.Create(_folder.At("model"));
        File.Delete(model.PixelDecoderPath);

        var run = await FaeProcess.Run(["export", model.Path, "--onnx", Graphs]);

        run.AssertRefused(2, "The weights of the pixel decoder are not at");
        Assert.Equal([model.Path], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Theory]
    [InlineData("starflow")]
    [InlineData("ddt")]
    public async Task Export_OnnxOfAnotherGenerator_RefusedWithWhatIsThere(string network)
    {
        var model = OfficialNetwork.Create(_folder.At("model"), OfficialNetwork.Model(network));

        var run = await FaeProcess.Run(["export", model.Path, "--onnx", Graphs]);

        run.AssertRefused(2, "which has no ONNX form; LightningDiT (SiT) and MMDiT have");
        Assert.False(Path.Exists(Graphs));
    }

    [Theory]
    [InlineData("--out FILE, --onnx DIR")]
    [InlineData("--out FILE, --onnx DIR", "--out", "a.pt", "--onnx", "b")]
    [InlineData("--batch is of graphs", "--out", "a.pt", "--batch", "2")]
    [InlineData("--time and --keys are of weight files", "--onnx", "b", "--keys", "sd3")]
    public async Task Export_OptionsThatDoNotGoTogether_Refused(string said, params string[] words) =>
        (await FaeProcess.RunIn(_folder.Path, ["export", "model", .. words])).AssertUsage(said);
}
