using FaeRealtime.Evaluation.Patches;
using FaeRealtime.Evaluation.Tests.Metrics;
using TorchSharp;

namespace FaeRealtime.Evaluation.Tests.Patches;

public sealed class PatchTokensTests
{
    [Fact]
    public void Matches_SecondPictureIsThePermutedFirst_FindsThePermutation()
    {
        using var scope = torch.NewDisposeScope();
        var tokens = RandomFeatures.Normal(4, 8, 1);
        long[] order = [2, 0, 3, 1];
        var patches = new PatchTokens("x", torch.stack([tokens, tokens.index_select(0, torch.tensor(order))]));

        var matches = patches.Matches(0, 1);

        Assert.Equal(4, matches.Count);
        Assert.All(matches, match =>
        {
            Assert.Equal(match.From, order[match.To]);
            Assert.Equal(1, match.Similarity, 9);
        });
    }

    [Fact]
    public void Similarities_ScaledTokens_AreCosines()
    {
        using var scope = torch.NewDisposeScope();
        var patches = new PatchTokens("x", torch.tensor([3f, 0f, 4f, 3f], [1, 2, 2]));

        Assert.Equal([1, 0.8, 0.8, 1], patches.Similarities(0, 0), (a, b) => Math.Abs(a - b) < 1e-9);
    }

    [Fact]
    public void Agreement_WithItselfAndWithNoise_IsOneAndLess()
    {
        using var scope = torch.NewDisposeScope();
        var tokens = RandomFeatures.Normal(16, 8, 1).unsqueeze(0);
        var patches = new PatchTokens("x", tokens);

        Assert.Equal(1, patches.Agreement(new PatchTokens("2x", tokens * 2), 0), 9);
        Assert.InRange(patches.Agreement(new PatchTokens("n", RandomFeatures.Normal(16, 8, 2).unsqueeze(0)), 0), -0.5, 0.5);
    }
}
