using FaeRealtime.Evaluation.Metrics;
using TorchSharp;

namespace FaeRealtime.Evaluation.Tests.Metrics;

public sealed class LinearProbeTests
{
    [Fact]
    public void Best_SeparableClasses_FindsTheCut()
    {
        using var scope = torch.NewDisposeScope();
        var (train, test) = (Clusters(90, 1, apart: 4), Clusters(60, 2, apart: 4));

        var (accuracy, _) = LinearProbe.Best(train, test, 3, steps: 100, seed: 1, default);

        Assert.InRange(accuracy, 0.95, 1);
    }

    [Fact]
    public void Best_FeaturesWithoutClasses_IsNearChance()
    {
        using var scope = torch.NewDisposeScope();
        var (train, test) = (Clusters(300, 3, apart: 0), Clusters(300, 4, apart: 0));

        Assert.InRange(LinearProbe.Best(train, test, 3, steps: 50, seed: 1, default).Accuracy, 0.2, 0.5);
    }

    [Fact]
    public void Best_SameSeed_IsTheSame()
    {
        using var scope = torch.NewDisposeScope();
        var (train, test) = (Clusters(90, 5, apart: 1), Clusters(60, 6, apart: 1));

        Assert.Equal(LinearProbe.Best(train, test, 3, 20, 1, default), LinearProbe.Best(train, test, 3, 20, 1, default));
    }

    private static LabelledFeatures Clusters(int count, ulong seed, float apart)
    {
        long[] labels = [.. Enumerable.Range(0, count).Select(i => (long)(i % 3))];
        using var centres = torch.nn.functional.one_hot(torch.tensor(labels), 5) * apart;
        return new LabelledFeatures(centres + RandomFeatures.Normal(count, 5, seed), labels);
    }
}
