using FaeRealtime.Core.Config;
using FaeRealtime.Models.Layers;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Tests.Layers;

public sealed class NormTests
{
    public static TheoryData<NormKind> Kinds() => [NormKind.RmsNorm, NormKind.LayerNorm, NormKind.LayerNormNoAffine];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Modulate_ScaleAndShift_IsTheNormScaledAndShifted(NormKind kind)
    {
        using var norm = Norm.Create(kind, 6, device: null);
        Noise.Disturb(norm);
        var (x, shift, scale) = (Noise.Normal(1, 2, 3, 6), Noise.Normal(2, 2, 1, 6), Noise.Normal(3, 2, 1, 6));

        var plain = norm.forward(x);

        Assert.True(Noise.MaxDifference((plain * (1 + scale)) + shift, norm.Modulate(x, shift, scale)) < 1e-5);
        Assert.True(Noise.MaxDifference(plain * (1 + scale), norm.Modulate(x, null, scale)) < 1e-5);
    }

    [Fact]
    public void RmsNorm_KnownVector_IsDividedByItsRootMeanSquare()
    {
        using var norm = Norm.Create(NormKind.RmsNorm, 2, device: null);

        var y = Noise.Values(norm.forward(tensor([3f, 4f])));

        Assert.Equal(3 / Math.Sqrt(12.5 + 1e-6), y[0], 1e-6);
        Assert.Equal(4 / Math.Sqrt(12.5 + 1e-6), y[1], 1e-6);
    }

    [Fact]
    public void LayerNorm_KnownVector_IsCentredAndScaled()
    {
        using var norm = Norm.Create(NormKind.LayerNormNoAffine, 2, device: null);

        var y = Noise.Values(norm.forward(tensor([3f, 5f])));

        Assert.Equal(-1 / Math.Sqrt(1 + 1e-6), y[0], 1e-6);
        Assert.Equal(1 / Math.Sqrt(1 + 1e-6), y[1], 1e-6);
    }
}
