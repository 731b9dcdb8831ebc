using FaeRealtime.Training.Discriminators;
using TorchSharp;

namespace FaeRealtime.Training.Tests.Discriminators;

public sealed class HingeLossTests
{
    [Fact]
    public void OfDiscriminator_KnownLogits_IsTheClosedForm()
    {
        using var scope = torch.NewDisposeScope();
        var (real, fake) = (torch.tensor([2f, 0.5f, -1f]), torch.tensor([-3f, 0.25f]));

        // ½ ((0 + 0.5 + 2) / 3 + (0 + 1.25) / 2)
        Assert.Equal(0.5 * ((2.5 / 3) + 0.625), HingeLoss.OfDiscriminator(real, fake).ToDouble(), 6);
    }

    [Fact]
    public void OfPainter_KnownLogits_IsTheNegatedMean()
    {
        using var scope = torch.NewDisposeScope();

        Assert.Equal(1.375, HingeLoss.OfDecoder(torch.tensor([-3f, 0.25f])).ToDouble(), 6);
    }
}
