using System.Text.Json;
using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Folders;
using FaeRealtime.Live.Tests;
using FaeRealtime.Models.Checkpoints;
using FaeRealtime.Models.Generators;
using FaeRealtime.Models;
using FaeRealtime.Testing;
using static TorchSharp.torch;

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

        var import = await FaeProcess.Run(["import", "--from", model.Path, "--generator", folder.At("generator.pt"), "--out", folder.At("theirs"), "--json"]);

        Assert.True(import.ExitCode == 0, import.Error);
        var parts = JsonDocument.Parse(import.Output).RootElement.EnumerateArray().ToDictionary(part => part.GetProperty("part").GetString()!);
        Assert.Equal(4, parts.Count);
        Assert.EndsWith("generator.pt", parts["generator"].GetProperty("source").GetString(), StringComparison.Ordinal);
        Assert.Equal(TimeDirection.DataAtOne, ModelFolder.Open(folder.At("theirs")).Config.Generator.Time);
        Assert.True(File.Exists(folder.At("theirs/samples.safetensors")));
    }

    [Theory]
    [InlineData(TimeDirection.DataAtOne, "data-at-one")]
    [InlineData(TimeDirection.NoiseAtOne, "noise-at-one")]
    public async Task Import_ForeignGeneratorWithLatentsAtHand_FindsItsDirectionOut(TimeDirection expected, string name)
    {
        using var folder = new TemporaryFolder();
        LearnedModel.Create(folder.At("learned"));
        var export = await FaeProcess.Run(["export", folder.At("learned"), "--time", name, "--out", folder.At("ours.safetensors")]);
        Assert.True(export.ExitCode == 0, export.Error);
        using (var ours = SafetensorsReader.Open(folder.At("ours.safetensors")))
        {
            SafetensorsWriter.Write(folder.At("foreign.safetensors"), [.. ours.Entries.Values.Select(entry => SafetensorsTensor.FromSingle(entry.Name, entry.Shape, ours.ReadSingle(entry.Name)))]);
        }

        var import = await FaeProcess.Run(["import", "--from", folder.At("learned"), "--generator", folder.At("foreign.safetensors"), "--out", folder.At("theirs")]);
        var blind = await FaeProcess.Run(["import", "--arch", "tiny", "--generator", folder.At("foreign.safetensors"), "--out", folder.At("blind")]);

        Assert.True(import.ExitCode == 0, import.Error);
        Assert.Equal(expected, ModelFolder.Open(folder.At("theirs")).Config.Generator.Time);
        Assert.Matches($"generator's time +{name}", import.Error);
        Assert.Equal(2, blind.ExitCode);
        Assert.False(Directory.Exists(folder.At("blind")));
    }

    [SharedFact("data/encoder")]
    public async Task Import_ForeignGeneratorWithoutLatents_IsTriedOnPicturesThatTheEncoderEncodes()
    {
        using var folder = new TemporaryFolder();
        var learned = LearnedModel.Create(folder.At("base"));
        File.Delete(learned.SamplesPath);
        using (var network = FaeModel.Load(learned, CPU, ModelParts.Generator))
        {
            TimeReversal.Apply((LightningDiT)network.Generator);
            SafetensorsWriter.Write(folder.At("foreign.safetensors"), [.. network.Generator.state_dict().Select(entry => TensorExport.ToSafetensors(entry.Key, entry.Value))]);
        }

        string[] words = ["import", "--from", folder.At("base"), "--generator", folder.At("foreign.safetensors"), "--out", folder.At("theirs")];
        var blind = await FaeProcess.Run(words);
        var import = await FaeProcess.Run([.. words, "--encoder", Directory.EnumerateFiles(SharedData.Path("data/encoder"), "vit_tiny*").First()]);

        blind.AssertRefused(2, "direction of time");
        Assert.True(import.ExitCode == 0, import.Error);
        Assert.Equal(TimeDirection.DataAtOne, ModelFolder.Open(folder.At("theirs")).Config.Generator.Time);
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
    [InlineData("i4", "--arch", "tiny", "--random", "1", "--store", "i2")]
    [InlineData("nearest is 'tiny'", "--arch", "tini")]
    public async Task Import_WordsThatMeanNothing_ExitTwoWithWhatWould(string expected, params string[] words)
    {
        using var folder = new TemporaryFolder();

        var run = await FaeProcess.Run(["import", "--out", folder.At("model"), .. words]);

        run.AssertRefused(2, expected);
    }
}
