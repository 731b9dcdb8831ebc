using FaeRealtime.Training.Losses;
using TorchSharp;

namespace FaeRealtime.Training.Tests.Losses;

public sealed class KlDivergenceTests
{
    [Fact]
    public void PerToken_StandardNormal_IsZero()
    {
        using var scope = torch.NewDisposeScope();
        Assert.Equal(0, KlDivergence.PerToken(torch.zeros(2, 3, 4), torch.zeros(2, 3, 4)).ToDouble());
    }

    [Fact]
    public void PerToken_AnyPosterior_IsTheFormulaSummedOverChannelsAndAveragedOverTokens()
    {
        using var scope = torch.NewDisposeScope();
        float[] means = [0.5f, -1, 2, 0, 3, -0.25f];
        float[] logVariances = [0, -2, 1, 0.5f, -4, 0.1f];
        var expected = means.Zip(logVariances, (mu, log) => 0.5 * ((mu * mu) + Math.Exp(log) - 1 - log)).Sum() / 3; // [1, 3, 2]: three tokens

        var actual = KlDivergence.PerToken(torch.tensor(means, [1, 3, 2]), torch.tensor(logVariances, [1, 3, 2])).ToDouble();

        Assert.Equal(expected, actual, 5);
    }
}
