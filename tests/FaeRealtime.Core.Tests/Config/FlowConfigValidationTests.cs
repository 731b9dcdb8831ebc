using FaeRealtime.Core.Architectures;
using FaeRealtime.Core.Config;

namespace FaeRealtime.Core.Tests.Config;

public sealed class FlowConfigValidationTests
{
    private static readonly LatentConfig Latent = new() { Channels = 4, Side = 8 };
    private static readonly StarFlowConfig Star = new() { Width = 128, Layers = [2, 4], ConditionTokens = 1, ConditionWidth = 13 };
    private static readonly TarFlowConfig Tar = new() { Width = 128, Blocks = 4, LayersPerBlock = 2 };

    public static TheoryData<string, StarFlowConfig> WrongStar => new()
    {
        { "flow.width is 0", Star with { Width = 0 } },
        { "flow.width is 100, no multiple of flow.headWidth = 64", Star with { Width = 100 } },
        { "flow.topWidth is 100, no multiple of flow.headWidth = 64", Star with { TopWidth = 100 } },
        { "flow.layers is empty", Star with { Layers = [] } },
        { "flow.layers is [2, 0]", Star with { Layers = [2, 0] } },
        { "flow.headWidth is 30, no multiple of", Star with { HeadWidth = 30, Heads = 4 } },
        { "flow.headWidth is 16; beside words", Star with { HeadWidth = 16 } },
        { "flow.heads is 0", Star with { Heads = 0 } },
        { "flow.heads is 2, no multiple of flow.keyHeads = 4", Star with { KeyHeads = 4 } },
        { "flow.conditionWidth is 13, but flow.conditionTokens is 0", Star with { ConditionTokens = 0 } },
        { "flow.mlpRatio is NaN", Star with { MlpRatio = double.NaN } },
        { "flow.softClip is -1", Star with { SoftClip = -1 } },
        { "flow.noise is -0.1", Star with { Noise = -0.1 } },
        { "flow.positionSide is 0", Star with { PositionSide = 0 } },
        { "flow.norm is 'LayerNormNoAffine'", Star with { Norm = NormKind.LayerNormNoAffine } },
        { "latent.side is 8, no multiple of flow.patchSize = 3", Star with { PatchSize = 3 } },
    };

    public static TheoryData<string, TarFlowConfig> WrongTar => new()
    {
        { "flow.width is 100, no multiple of flow.headWidth = 64", Tar with { Width = 100 } },
        { "flow.headWidth is 0", Tar with { HeadWidth = 0 } },
        { "flow.blocks is 0", Tar with { Blocks = 0 } },
        { "flow.layersPerBlock is 0", Tar with { LayersPerBlock = 0 } },
        { "flow.classes is -1", Tar with { Classes = -1 } },
        { "flow.noise is NaN", Tar with { Noise = double.NaN } },
        { "latent.side is 8, no multiple of flow.patchSize = 3", Tar with { PatchSize = 3 } },
    };

    [Fact]
    public void Validate_SoundConfigs_NoProblems()
    {
        Assert.Empty(Star.Validate(Latent));
        Assert.Empty(Tar.Validate(Latent));
        Assert.All(ArchitectureCatalogue.All.OfType<GeneratorArchitecture>().Where(entry => entry.Config.IsFlow), flow => Assert.Empty(flow.Config.Problems(flow.Latent)));
    }

    /// <summary>A stretch of times in which guidance acts, as the paper's for diffusion, would be none of a flow's.</summary>
    [Fact]
    public void SamplingOf_Flow_GuidesAsAWhole()
    {
        var model = TinyConfig.Make() with { Sampling = new SamplingConfig { Guidance = 2, GuidanceFrom = 0.1, GuidanceTo = 0.7 } };
        Assert.Equal(0.7, model.SamplingOf(GeneratorVariant.Teacher).GuidanceTo);
        var flow = (model with { Generator = Star }).SamplingOf(GeneratorVariant.Teacher);
        Assert.Equal((0, 1, 2), (flow.GuidanceFrom, flow.GuidanceTo, flow.Guidance));
    }

    [Theory]
    [MemberData(nameof(WrongStar))]
    public void Validate_StarFlowOneValueWrong_NamedAlone(string expected, StarFlowConfig config) =>
        Assert.Contains(expected, Assert.Single(config.Validate(Latent)), StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(WrongTar))]
    public void Validate_TarFlowOneValueWrong_Named(string expected, TarFlowConfig config) =>
        Assert.Contains(config.Validate(Latent), problem => problem.Contains(expected, StringComparison.Ordinal));

    [Theory]
    [InlineData(FlowOrder.LeftToRight, new[] { true, false, true, false, true, false })]
    [InlineData(FlowOrder.RightToLeft, new[] { false, true, false, true, false, true })]
    public void Flips_SixBlocks_AlternateFromTheOrdersFirst(FlowOrder order, bool[] expected) =>
        Assert.Equal(expected, Enumerable.Range(0, 6).Select((Star with { Layers = [2, 2, 2, 2, 2, 18], Order = order }).Flips));

    [Fact]
    public void Document_OfAFlow_IsReadWithItsDefaults()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, """{ "width": 128, "layers": [2, 4], "order": "rightToLeft", "norm": "rmsNorm" }""");

            var config = StrictJson.Read<StarFlowConfig>(path);

            Assert.Equal((128, FlowOrder.RightToLeft, NormKind.RmsNorm, 0.3, true), (config.Width, config.Order, config.Norm, config.Noise, config.Softplus));
            Assert.Equal([2, 4], config.Layers);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
