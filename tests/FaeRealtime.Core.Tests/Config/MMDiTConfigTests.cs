using System.Text;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Core.Tests.Config;

public sealed class MMDiTConfigTests
{
    private static readonly LatentConfig Latent = new() { Channels = 16, Side = 64 };

    // The shape of SD3.5 medium.
    private static readonly MMDiTConfig Medium = new()
    {
        Width = 1536,
        Depth = 24,
        Heads = 24,
        PatchSize = 2,
        PositionGrid = 384,
        TextWidth = 4096,
        TextTokens = 333,
        PooledWidth = 2048,
        QkNorm = NormKind.RmsNorm,
        SelfAttentionBlocks = [.. Enumerable.Range(0, 13)],
    };

    public static TheoryData<string, Func<MMDiTConfig, MMDiTConfig>> Wrong => new()
    {
        { "generator.width is 1536, no multiple of generator.heads = 7", config => config with { Heads = 7 } },
        { "generator.width is 1534; sine-cosine positions need a multiple of 4", config => config with { Width = 1534, Heads = 2 } },
        { "generator.depth is 0; give 1 to 1024", config => config with { Depth = 0, SelfAttentionBlocks = [] } },
        { "generator.mlpRatio is NaN", config => config with { MlpRatio = double.NaN } },
        { "latent.side is 64, no multiple of generator.patchSize = 3", config => config with { PatchSize = 3 } },
        { "generator.patchSize is 0; give 1 to 1024", config => config with { PatchSize = 0 } },
        { "generator.positionGrid is 31; the latent has 32 patches a side, so give 32 to 1024", config => config with { PositionGrid = 31 } },
        { "generator.textWidth is 0; give 1 to 65536", config => config with { TextWidth = 0 } },
        { "generator.textTokens is 0; give 1 to 65536", config => config with { TextTokens = 0 } },
        { "generator.pooledWidth is 0; give 1 to 65536, or null", config => config with { PooledWidth = 0 } },
        { "generator.timeScale is 0; give a number above 0", config => config with { TimeScale = 0 } },
        { "generator.qkNorm is 'LayerNormNoAffine'; give rmsNorm", config => config with { QkNorm = NormKind.LayerNormNoAffine } },
        { "generator.selfAttentionBlocks is [24]; give different blocks from 0 to generator.depth − 1 = 23", config => config with { SelfAttentionBlocks = [24] } },
        { "generator.selfAttentionBlocks is [1, 1]", config => config with { SelfAttentionBlocks = [1, 1] } },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Validate_OneValueWrong_NamedAlone(string expected, Func<MMDiTConfig, MMDiTConfig> bend) =>
        Assert.Contains(expected, Assert.Single(bend(Medium).Validate(Latent)), StringComparison.Ordinal);

    [Fact]
    public void Validate_Medium_IsSound()
    {
        Assert.Empty(Medium.Validate(Latent));
        Assert.Empty((Medium with { PositionGrid = null }).Validate(Latent));
        Assert.Equal((384, 32), (Medium.PositionSide(Latent), (Medium with { PositionGrid = null }).PositionSide(Latent)));
    }

    [Fact]
    public void Write_ThenRead_SameText()
    {
        var text = StrictJson.ToText(Medium, FaeJsonContext.Default.MMDiTConfig);

        Assert.Equal(text, StrictJson.ToText(StrictJson.Parse<MMDiTConfig>(Encoding.UTF8.GetBytes(text), "here"), FaeJsonContext.Default.MMDiTConfig));
        Assert.Contains("\"qkNorm\": \"rmsNorm\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("hiddenWidth", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_UnknownMember_IsNamed()
    {
        var json = Encoding.UTF8.GetBytes("""{ "width": 8, "depth": 1, "heads": 1, "textWidth": 4, "textTokens": 2, "rope": true }""");

        Assert.Contains("rope", Assert.Throws<ConfigException>(() => StrictJson.Parse<MMDiTConfig>(json, "here")).Message, StringComparison.Ordinal);
    }
}
