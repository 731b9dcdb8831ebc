using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Checkpoints.Formats;
using FaeRealtime.Core.Config;
using FaeRealtime.Models.Checkpoints;
using FaeRealtime.Models.Flows;
using FaeRealtime.Testing;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Tests.Flows;

/// <summary>Files of apple/ml-starflow and apple/ml-tarflow: read, written with the same keys, refused where they do not fit.</summary>
public sealed class FlowCheckpointTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fae-flows-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("star.safetensors")]
    [InlineData("star.pth")]
    public void Load_SavedStarFlow_IsTheSame(string file)
    {
        using var saved = SmallFlows.Flow(SmallFlows.Switched, seed: 1);
        using var loaded = SmallFlows.Flow(SmallFlows.Switched, seed: 2);

        ModuleCheckpoint.Save(saved, At(file));
        Load(loaded, At(file), FlowLayouts.StarFlow(2));

        AssertSame(saved, loaded);
    }

    [Fact]
    public void Load_SavedTarFlow_IsTheSame()
    {
        using var saved = SmallFlows.Flow(SmallFlows.Tar, seed: 1);
        using var loaded = SmallFlows.Flow(SmallFlows.Tar, seed: 2);
        saved.get_buffer("var")!.fill_(4);

        ModuleCheckpoint.Save(saved, At("tar.pth"));
        Load(loaded, At("tar.pth"), FlowLayouts.TarFlow(3));

        AssertSame(saved, loaded);
        Assert.Equal(4, loaded.get_buffer("var")!.max().item<float>());
    }

    /// <summary>The official file of a golden case, written again: the same keys, shapes and values.</summary>
    [SharedFact("fixtures/tarflow")]
    public void Save_OfficialTarFlow_HasItsKeysAndValues()
    {
        using var network = new TarFlow(new TarFlowConfig { Width = 64, Blocks = 4, LayersPerBlock = 2, PatchSize = 2, Classes = 5 }, new LatentConfig { Channels = 3, Side = 8 });

        AssertWrittenAgain(network, SharedData.Path("fixtures/tarflow/weights.safetensors"), FlowLayouts.TarFlow(4));
    }

    /// <summary>The same for STARFlow, masks and unused tables included.</summary>
    [SharedFact("fixtures/starflow_official_flags")]
    public void Save_OfficialStarFlow_HasItsKeysAndValues()
    {
        var config = new StarFlowConfig { Width = 64, Layers = [2, 1, 3], HeadWidth = 32, ConditionTokens = 7, ConditionWidth = 20 };
        using var network = new StarFlow(config, new LatentConfig { Channels = 4, Side = 6 });

        AssertWrittenAgain(network, SharedData.Path("fixtures/starflow_official_flags/weights.safetensors"), FlowLayouts.StarFlow(3));
    }

    [Fact]
    public void Load_WrappedFileWithoutConstantsWithADenoiser_IsUnderstood()
    {
        using var saved = SmallFlows.Flow(SmallFlows.Published, seed: 1);
        using var loaded = SmallFlows.Flow(SmallFlows.Published, seed: 2);
        var trained = saved.named_parameters().Select(entry => SafetensorsTensor.FromSingle($"module.{entry.name}", entry.parameter.shape, Noise.Values(entry.parameter)));
        SafetensorsWriter.Write(At("bare.safetensors"), [.. trained, SafetensorsTensor.FromSingle("module.learnable_self_denoiser.proj_in.bias", [2], [1, 2])]);

        Load(loaded, At("bare.safetensors"), FlowLayouts.StarFlow(2));

        AssertSame(saved, loaded);
    }

    [Fact]
    public void Load_OtherSizes_IsRefusedWithTheKeys()
    {
        using var small = SmallFlows.Flow(SmallFlows.Published);
        using var deeper = SmallFlows.Flow(SmallFlows.Published with { Layers = [1, 3] });
        using var wider = SmallFlows.Flow(SmallFlows.Published with { ConditionWidth = 6 });
        ModuleCheckpoint.Save(small, At("small.safetensors"));
        ModuleCheckpoint.Save(deeper, At("deeper.safetensors"));
        var before = Noise.Values(small.get_parameter("blocks.0.proj_in.bias")!);

        Assert.Contains("lacks 'blocks.1.attn_blocks.2.", Refused(deeper, "small.safetensors"), StringComparison.Ordinal);
        Assert.Contains("does not know: 'blocks.1.attn_blocks.2.", Refused(small, "deeper.safetensors"), StringComparison.Ordinal);
        Assert.Contains("'blocks.1.proj_txt.weight' is [40, 5], the model needs [40, 6]", Refused(wider, "small.safetensors"), StringComparison.Ordinal);
        Assert.Equal(before, Noise.Values(small.get_parameter("blocks.0.proj_in.bias")!));
    }

    private static void AssertWrittenAgain(nn.Module network, string official, IReadOnlyList<CheckpointLayout> families)
    {
        using var original = SafetensorsReader.Open(official);
        ModuleCheckpoint.Load(network, original, families);
        var path = Path.Combine(Directory.CreateTempSubdirectory("fae-flow-").FullName, "again.safetensors");

        ModuleCheckpoint.Save(network, path);

        using (var again = SafetensorsReader.Open(path))
        {
            Assert.Equal(original.Entries.Keys.Order(StringComparer.Ordinal), again.Entries.Keys.Order(StringComparer.Ordinal));
            Assert.All(original.Entries.Keys, key => Assert.Equal(original.ReadSingle(key), again.ReadSingle(key)));
            Assert.All(original.Entries.Keys, key => Assert.Equal(original.Entry(key).Shape, again.Entry(key).Shape));
        }

        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    private static void AssertSame(nn.Module saved, nn.Module loaded)
    {
        var expected = saved.state_dict();
        Assert.All(loaded.state_dict(), entry => Assert.Equal(0, Noise.MaxDifference(expected[entry.Key], entry.Value)));
    }

    private static void Load(nn.Module module, string path, IReadOnlyList<CheckpointLayout> families)
    {
        using var checkpoint = CheckpointFile.Open(path);
        ModuleCheckpoint.Load(module, checkpoint, families);
    }

    private string Refused(StarFlow network, string file) => Assert.Throws<KeyMismatchException>(() => Load(network, At(file), FlowLayouts.StarFlow(2))).Message;

    private string At(string name) => Path.Combine(_folder, name);
}
