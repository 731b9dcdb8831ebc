using FaeRealtime.Core.Architectures;
using FaeRealtime.Models.Sizes;

namespace FaeRealtime.Models.Tests.Sizes;

public sealed class NetworkSizeTests
{
    [Fact]
    public void Of_PaperXl_HasThePapersCountsToTheUnit()
    {
        var parts = NetworkSize.Of(ArchitectureCatalogue.Find("paper-xl"));

        Assert.Equal([38_166_592, 170_428_416, 305_360_896, 675_256_736], parts.Skip(1).Select(part => part.Total));
        Assert.Equal(513_955_904, parts.Where(part => part.Role == PartRole.Tokenizer).Sum(part => part.Total)); // «514M»
        Assert.Equal(PartRole.Frozen, parts[0].Role);
    }

    [Theory]
    [InlineData("paper-xl-48", 38.36)]
    [InlineData("paper-xl-64", 38.56)]
    [InlineData("paper-xl-linear", 0.10)]
    [InlineData("paper-xl-6layer", 170.08)]
    public void Of_EncoderVariants_HaveTheirCounts(string name, double millions) =>
        Assert.Equal(millions, Math.Round(NetworkSize.Of(ArchitectureCatalogue.Find(name))[1].Total / 1e6, 2));

    [Theory]
    [InlineData("paper-xl-sit", 675.15)]
    [InlineData("paper-xl-sit-swiglu", 675.19)]
    [InlineData("paper-xl-sit-swiglu-rope", 675.19)]
    [InlineData("paper-xl", 675.26)]
    public void Of_LadderOfTableSix_HasItsCounts(string name, double millions) =>
        Assert.Equal(millions, Math.Round(NetworkSize.Of(ArchitectureCatalogue.Find(name))[^1].Total / 1e6, 2));

    [Theory]
    [InlineData("paper-t2i", 603_457_568)] // appendix D: 603.46M
    [InlineData("paper-t2i-384", 2_017_840_192)] // 2017.84M
    public void Of_TextToImage_HasThePapersCountsToTheUnit(string name, long expected)
    {
        var part = Assert.Single(NetworkSize.Of(ArchitectureCatalogue.Find(name)));

        Assert.Equal((PartRole.Generator, expected), (part.Role, part.Total));
        Assert.Equal(["context_embedder", "context_pos_embed", "final_layer", "joint_blocks", "t_embedder", "x_embedder"], part.Groups.Select(group => group.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("vit_tiny_patch16_224", 5_524_416)] // timm's 5,717,416 without the head of 1000 classes
    [InlineData("deit-s16", 21_665_664)]
    [InlineData("dino-b8", 85_807_872)]
    [InlineData("siglip-b16", 92_884_224)] // timm: 92.88M
    public void Of_Encoder_HasTheOfficialCount(string name, long expected) =>
        Assert.Equal(expected, NetworkSize.Of(ArchitectureCatalogue.Find(name))[0].Total);

    [Theory]
    [InlineData("sit-s-2", 33)]
    [InlineData("sit-b-2", 130)]
    [InlineData("sit-l-2", 458)]
    [InlineData("sit-xl-2", 675)]
    public void Of_SiT_HasThePublishedCount(string name, int millions) =>
        Assert.InRange(NetworkSize.Of(ArchitectureCatalogue.Find(name))[0].Total / 1e6, millions - 0.1, millions + 0.9);

    /// <summary>28 and 34 layers of 12·D² + 13·D; for each of six blocks projections, start token and norm; the condition's projection (MODELS §5.1: 1,413.3M and 3,858M).</summary>
    [Theory]
    [InlineData("starflow-1p4b", 1_413_288_512)]
    [InlineData("starflow-3p8b", 3_858_281_544)]
    [InlineData("starflow-small", 9_532_096)]
    public void Of_StarFlow_HasItsCountToTheUnit(string name, long expected) =>
        Assert.Equal(expected, Assert.Single(NetworkSize.Of(ArchitectureCatalogue.Find(name))).Total);

    [Fact]
    public void Of_Generator_GroupsBlocksAndNamesTheTable()
    {
        var part = Assert.Single(NetworkSize.Of(ArchitectureCatalogue.Find("lightningdit-b-1")));

        Assert.Equal(["blocks", "final_layer", "pos_embed", "t_embedder", "x_embedder", "y_embedder"], part.Groups.Select(group => group.Name).Order(StringComparer.Ordinal));
        Assert.Equal(12, part.Groups.Single(group => group.Name == "blocks").Modules);
        Assert.All(part.Groups.Where(group => group.Name != "blocks"), group => Assert.Equal(1, group.Modules));
        Assert.Equal((0, 256 * 768), (part.Groups.Single(group => group.Name == "pos_embed").Parameters, part.Groups.Single(group => group.Name == "pos_embed").Tables));
    }

    [Fact]
    public void Of_EveryArchitecture_HasASize() =>
        Assert.All(ArchitectureCatalogue.All, architecture => Assert.All(NetworkSize.Of(architecture), part => Assert.True(part.Total > 0)));
}
