using FaeRealtime.Core.Noise;
using FaeRealtime.Models.Checkpoints;
using FaeRealtime.Training.Discriminators;
using FaeRealtime.Training.Recipes;
using TorchSharp;

namespace FaeRealtime.Training.Tests.Discriminators;

public sealed class PatchDiscriminatorTests
{
    private static readonly PatchDiscriminatorRecipe Small = new() { Widths = [8, 8, 16], Groups = 4, Grid = 4 };

    [Theory]
    [InlineData(16, 4)] // The stages leave the grid itself.
    [InlineData(32, 4)] // Pooled down.
    [InlineData(16, 8)] // Spread, as TiTok's grid of 16 is on small pictures.
    public void Logits_AnySide_AreAGridAPicture(int side, int grid)
    {
        using var scope = torch.NewDisposeScope();
        using var network = new PatchDiscriminator(Small with { Grid = grid }, seed: 1);

        Assert.Equal([2, grid * grid], network.Logits(torch.zeros([2, 3, side, side])).shape);
    }

    /// <summary>Saved states of earlier versions have these keys.</summary>
    [Fact]
    public void Keys_OfNetwork_AreThoseOfSavedStates()
    {
        using var network = new PatchDiscriminator(Small, seed: 1);

        string[] expected =
        [
            "first.weight", "first.bias", "convolutions.0.weight", "convolutions.0.bias", "convolutions.1.weight", "convolutions.1.bias",
            "norms.0.weight", "norms.0.bias", "norms.1.weight", "norms.1.bias", "mixing.weight", "mixing.bias", "last.weight", "last.bias",
        ];
        Assert.Equal(expected.Order(), network.state_dict().Keys.Order());
    }

    [Fact]
    public void Constructor_TiToksSizes_CountsItsParameters()
    {
        using var network = new PatchDiscriminator(new PatchDiscriminatorRecipe(), seed: 1);

        // conv5 3→128; conv3 128→128, 128→256, 256→512 with group norms; conv1 512→512; conv5 512→1.
        long[] expected =
        [
            (3 * 25 * 128) + 128, (128 * 9 * 128) + 128 + 256, (128 * 9 * 256) + 256 + 512, (256 * 9 * 512) + 512 + 1024, (512 * 512) + 512, (512 * 25) + 1,
        ];
        Assert.Equal(expected.Sum(), network.parameters().Sum(parameter => parameter.numel()));
    }

    [Fact]
    public void Constructor_Seeds_DecideTheWeights()
    {
        using var scope = torch.NewDisposeScope();
        using PatchDiscriminator one = new(Small, seed: 1), again = new(Small, seed: 1), other = new(Small, seed: 2);
        var image = Picture(5);

        Assert.Equal(TensorExport.Values(one.Logits(image)), TensorExport.Values(again.Logits(image)));
        Assert.NotEqual(TensorExport.Values(one.Logits(image)), TensorExport.Values(other.Logits(image)));
    }

    [Fact]
    public void Logits_OfABatch_AreThoseOfEachPicture()
    {
        using var scope = torch.NewDisposeScope();
        using var network = new PatchDiscriminator(Small, seed: 1);
        var (one, two) = (Picture(5), Picture(6));

        var together = TensorExport.Values(network.Logits(torch.cat([one, two], 0)));
        var apart = TensorExport.Values(torch.cat([network.Logits(one), network.Logits(two)], 0));

        Assert.All(together.Zip(apart), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
    }

    private static torch.Tensor Picture(ulong seed)
    {
        var values = new float[3 * 16 * 16];
        PhiloxNoise.FillNormal(seed, 0, 0, values);
        return torch.tensor(values, [1, 3, 16, 16]);
    }
}
