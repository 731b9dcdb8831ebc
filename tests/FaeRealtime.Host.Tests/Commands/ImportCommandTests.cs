using System.Text.Json;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Folders;
using FaeRealtime.Live.Tests;

namespace FaeRealtime.Host.Tests.Commands;

public sealed class ImportCommandTests
{
    [Fact]
    public async Task Import_ExportedGeneratorOfTheOtherDirection_MakesAModelThatKnowsIt()
    {
        using var folder = new TemporaryFolder();
        var model = TestModel.Create(folder.At("model"));
        var export = await FaeProcess.Run(["export", model.Path, "--time", "data-at-one", "--out", folder.At("generator.pt")]);
        Assert.True(export.ExitCode == 0, export.Error);

        var import = await FaeProcess.Run(["import", "--from", model.Path, "--generator", folder.At("generator.pt"), "--time", "data-at-one", "--out", folder.At("theirs"), "--json"]);

        Assert.True(import.ExitCode == 0, import.Error);
        var parts = JsonDocument.Parse(import.Output).RootElement.EnumerateArray().ToDictionary(part => part.GetProperty("part").GetString()!);
        Assert.Equal(4, parts.Count);
        Assert.EndsWith("generator.pt", parts["generator"].GetProperty("source").GetString(), StringComparison.Ordinal);
        Assert.Equal(TimeDirection.DataAtOne, ModelFolder.Open(folder.At("theirs")).Config.Generator.Time);
        Assert.True(File.Exists(folder.At("theirs/samples.safetensors")));
    }

    [Fact]
    public async Task Import_FileOfAnotherNetwork_ListsEveryKeyAndExitsTwo()
    {
        using var folder = new TemporaryFolder();
        var model = TestModel.Create(folder.At("model"));

        var run = await FaeProcess.Run(["import", "--from", model.Path, "--generator", model.FeatureDecoderPath, "--out", folder.At("theirs")]);

        run.AssertRefused(2, "x_embedder.proj.weight");
        Assert.Contains("  missing      final_layer.linear.bias", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.At("theirs")));
    }

    [Theory]
    [InlineData("--arch NAME, --config FILE")]
    [InlineData("--config", "--arch", "tiny", "--config", "c.json")]
    [InlineData("data-at-one", "--arch", "tiny", "--time", "backwards")]
    [InlineData("bf16", "--arch", "tiny", "--random", "1", "--store", "int8")]
    [InlineData("nearest is 'tiny'", "--arch", "tini")]
    public async Task Import_WordsThatMeanNothing_ExitTwoWithWhatWould(string expected, params string[] words)
    {
        using var folder = new TemporaryFolder();

        var run = await FaeProcess.Run(["import", "--out", folder.At("model"), .. words]);

        run.AssertRefused(2, expected);
    }
}
