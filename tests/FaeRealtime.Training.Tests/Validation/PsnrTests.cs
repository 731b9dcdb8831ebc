using FaeRealtime.Training.Validation;
using TorchSharp;

namespace FaeRealtime.Training.Tests.Validation;

public sealed class PsnrTests
{
    [Theory]
    [InlineData(0.1, 20.0)]
    [InlineData(0.01, 40.0)]
    [InlineData(0.0, 100.0)]
    [InlineData(7.0, 6.0206)] // Clamped to white, so the error is a half.
    public void Each_ConstantError_IsMinusTwentyLogOfIt(double error, double expected)
    {
        using var scope = torch.NewDisposeScope();
        var images = torch.full([2, 3, 4, 4], 0.5f);

        Assert.All(Psnr.Each(images + error, images), value => Assert.Equal(expected, value, 1e-2));
    }
}
