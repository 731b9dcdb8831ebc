using FaeRealtime.Core.Architectures;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Testing;

namespace FaeRealtime.Core.Tests.Architectures;

public sealed class ArchitectureCatalogueTests
{
    public static TheoryData<string> Models => [.. ArchitectureCatalogue.All.OfType<ModelArchitecture>().Select(model => model.Name)];

    [Theory]
    [MemberData(nameof(Models))]
    public void Model_EveryName_IsSoundAndUntrained(string name)
    {
        var config = ArchitectureCatalogue.Model(name).Config;

        Assert.Empty(config.Validate());
        Assert.Empty(config.Latent.Mean);
    }

    [Fact]
    public void All_TextToImageNetworks_AreSound() =>
        Assert.All(ArchitectureCatalogue.All.OfType<GeneratorArchitecture>(), entry => Assert.Empty(entry.Config.Problems(entry.Latent)));

    [Fact]
    public void All_Names_AreDifferent() =>
        Assert.Equal(ArchitectureCatalogue.All.Count, ArchitectureCatalogue.All.Select(entry => entry.Name.ToUpperInvariant()).Distinct().Count());

    [Fact]
    public void Faces_Config_IsTheShippedModelBeforeTraining()
    {
        var shipped = StrictJson.Read<ModelConfig>(Path.Combine(Repository.Root, "content", "default", "config.json"));

        var expected = shipped with { Latent = shipped.Latent with { Mean = [], Std = [] } };

        Assert.Equal(Text(expected), Text(ArchitectureCatalogue.Model("faces").Config));
    }

    [Theory]
    [InlineData("SiT-XL/2", "sit-xl-2")]
    [InlineData("LightningDiT-1p0B/1", "lightningdit-1p0b-1")]
    [InlineData("vit-tiny-patch16-224", "vit_tiny_patch16_224")]
    [InlineData("DINOv2-G14-reg", "dinov2-g14-reg")]
    public void Find_OtherSpelling_IsTheSame(string given, string expected) => Assert.Equal(expected, ArchitectureCatalogue.Find(given).Name);

    [Fact]
    public void Find_Unknown_NamesTheNearestAndAll()
    {
        var failure = Assert.Throws<ConfigException>(() => ArchitectureCatalogue.Find("dinov2-b13"));

        Assert.Contains("the nearest is 'dinov2-b14'", failure.Message, StringComparison.Ordinal);
        Assert.All(ArchitectureCatalogue.All, entry => Assert.Contains(entry.Name, failure.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Model_NameOfALonePart_IsRefused() =>
        Assert.Contains("paper-xl", Assert.Throws<ConfigException>(() => ArchitectureCatalogue.Model("sit-xl-2")).Message, StringComparison.Ordinal);

    [Fact]
    public void PaperXl_GeneratorsOfTableSix_DifferByOneSwitchEach()
    {
        LightningDiTConfig[] ladder = [.. new[] { "paper-xl-sit", "paper-xl-sit-swiglu", "paper-xl-sit-swiglu-rope", "paper-xl" }.Select(name => (LightningDiTConfig)ArchitectureCatalogue.Model(name).Config.Generator)];

        Assert.Equal(ladder[1], ladder[0] with { SwiGlu = true });
        Assert.Equal(ladder[2], ladder[1] with { Rope = true });
        Assert.Equal(ladder[3], ladder[2] with { RmsNorm = true });
        Assert.False(ladder[0].SwiGlu || ladder[0].Rope || ladder[0].RmsNorm || ladder[0].QkNorm || ladder[0].WithoutShift || ladder[0].LearnSigma);
    }

    private static string Text(ModelConfig config) => StrictJson.ToText(config, FaeJsonContext.Default.ModelConfig);
}
