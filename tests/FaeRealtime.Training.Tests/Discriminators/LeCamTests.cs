using FaeRealtime.Models.Checkpoints;
using FaeRealtime.Training.Discriminators;
using TorchSharp;

namespace FaeRealtime.Training.Tests.Discriminators;

public sealed class LeCamTests
{
    private const double Decay = 0.9;

    [Fact]
    public void Of_AfterOneStep_ComparesWithTheOthersMeans()
    {
        using var scope = torch.NewDisposeScope();
        using var leCam = new LeCam(Decay, torch.CPU);
        var (real, fake) = (Logits(1, 3, 0, 2), Logits(-2, 0, -4, 2)); // mean logits 2, 1 and −1, −1

        var first = leCam.Of(real, fake).ToDouble();
        leCam.EndStep(moved: true);
        var second = leCam.Of(real, fake).ToDouble();

        // Means start at 0, then real 0.15, fake −0.1.
        Assert.Equal(((4 + 1) / 2.0) + 1, first, 5);
        Assert.Equal([0.15f, -0.1f], TensorExport.Values(leCam.Means).Select(value => MathF.Round(value, 5)));
        Assert.Equal((((2.1 * 2.1) + (1.1 * 1.1)) / 2) + (1.15 * 1.15), second, 5);
    }

    [Fact]
    public void EndStep_BatchInParts_MovesTheMeansAsTheWhole()
    {
        using var scope = torch.NewDisposeScope();
        using var whole = new LeCam(Decay, torch.CPU);
        using var parts = new LeCam(Decay, torch.CPU);
        var (real, fake) = (Logits(1, 3, 0, 2, 5, 6), Logits(-2, 0, -4, 2, 1, 0));

        var together = whole.Of(real, fake).ToDouble();
        var apart = (parts.Of(real.narrow(0, 0, 2), fake.narrow(0, 0, 2)).ToDouble() * 2 / 3) + (parts.Of(real.narrow(0, 2, 1), fake.narrow(0, 2, 1)).ToDouble() / 3);
        whole.EndStep(moved: true);
        parts.EndStep(moved: true);

        Assert.Equal(together, apart, 1e-5);
        Assert.Equal(TensorExport.Values(whole.Means).Select(value => MathF.Round(value, 5)), TensorExport.Values(parts.Means).Select(value => MathF.Round(value, 5)));
    }

    [Fact]
    public void EndStep_NothingMoved_KeepsTheMeans()
    {
        using var scope = torch.NewDisposeScope();
        using var leCam = new LeCam(Decay, torch.CPU);

        leCam.Of(Logits(float.NaN, 1), Logits(1, 1));
        leCam.EndStep(moved: false);
        leCam.Of(Logits(1, 1), Logits(2, 2));
        leCam.EndStep(moved: true);

        Assert.Equal([0.1f, 0.2f], TensorExport.Values(leCam.Means).Select(value => MathF.Round(value, 5)));
    }

    private static torch.Tensor Logits(params float[] values) => torch.tensor(values, [values.Length / 2, 2]);
}
