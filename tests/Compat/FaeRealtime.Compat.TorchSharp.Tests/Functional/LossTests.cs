using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace FaeRealtime.Compat.TorchSharp.Tests.Functional;

public sealed class LossTests
{
    private static readonly double[] Input = [1, -2, 0.25];
    private static readonly double[] Target = [0.5, 1, 0];

    [Theory]
    [InlineData(nn.Reduction.None)]
    [InlineData(nn.Reduction.Sum)]
    [InlineData(nn.Reduction.Mean)]
    public void Losses_ByReduction_MatchElementFormulas(nn.Reduction reduction)
    {
        using Tensor x = tensor(Input);
        using Tensor y = tensor(Target);
        Check(F.mse_loss(x, y, reduction), reduction, static d => d * d);
        Check(F.l1_loss(x, y, reduction), reduction, static d => d);
        Check(F.smooth_l1_loss(x, y, reduction, 0.5), reduction, static d => d < 0.5 ? d * d : d - 0.25);
        Check(F.huber_loss(x, y, 0.5, reduction), reduction, static d => d < 0.5 ? 0.5 * d * d : 0.5 * (d - 0.25));
    }

    [Fact]
    public void CrossEntropy_OfLogits_IsNegativeLogSoftmax()
    {
        using Tensor logits = randn([4, 5], ScalarType.Float64);
        using Tensor classes = tensor(new long[] { 0, 4, 2, -100 });
        using Tensor logs = F.log_softmax(logits, 1);
        double expected = -(logs[0, 0].item<double>() + logs[1, 4].item<double>() + logs[2, 2].item<double>()) / 3;
        Assert.Equal(expected, F.cross_entropy(logits, classes).item<double>(), 1e-13);
    }

    [Fact]
    public void CrossEntropy_Smoothed_MixesUniform()
    {
        using Tensor logits = randn([1, 5], ScalarType.Float64);
        using Tensor classes = tensor(new long[] { 3 });
        using Tensor logs = F.log_softmax(logits, 1);
        double expected = (-0.9 * logs[0, 3].item<double>()) - (0.1 * logs.mean().item<double>());
        Assert.Equal(expected, F.cross_entropy(logits, classes, label_smoothing: 0.1).item<double>(), 1e-13);
    }

    [Fact]
    public void BinaryCrossEntropy_WithLogits_MatchesFormula()
    {
        using Tensor x = tensor(Input);
        using Tensor y = tensor(Target);
        double expected = Input.Zip(Target, static (a, b) => Math.Log(1 + Math.Exp(a)) - (a * b)).Average();
        Assert.Equal(expected, F.binary_cross_entropy_with_logits(x, y).item<double>(), 1e-13);
    }

    private static void Check(Tensor loss, nn.Reduction reduction, Func<double, double> ofDistance)
    {
        double[] elements = [.. Input.Zip(Target, (a, b) => ofDistance(Math.Abs(a - b)))];
        double[] expected = reduction switch
        {
            nn.Reduction.Sum => [elements.Sum()],
            nn.Reduction.Mean => [elements.Average()],
            _ => elements,
        };
        Assert.Equal(expected, loss.data<double>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-13);
    }
}
