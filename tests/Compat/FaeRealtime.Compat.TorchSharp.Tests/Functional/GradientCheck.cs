using static TorchSharp.torch;

namespace FaeRealtime.Compat.TorchSharp.Tests.Functional;

/// <summary>Holds autograd against central differences, in float64.</summary>
internal static class GradientCheck
{
    private const double Step = 1e-5;

    /// <summary>The function's result is folded with fixed random weights, so that every output element counts.</summary>
    internal static void Run(Func<Tensor[], Tensor> function, params Tensor[] inputs)
    {
        foreach (Tensor input in inputs)
        {
            input.requires_grad_();
        }

        using Tensor result = function(inputs);
        using Tensor weights = randn(result.shape, ScalarType.Float64);
        using Tensor folded = result.mul(weights).sum();
        IList<Tensor> analytic = autograd.grad([folded], inputs);
        using IDisposable guard = no_grad();
        for (int i = 0; i < inputs.Length; i++)
        {
            using Tensor numeric = Numeric(inputs, i, () => Folded(function, inputs, weights));
            double scale = Math.Max(1, numeric.abs().max().item<double>());
            Close.Assert(numeric, analytic[i], 1e-7 * scale);
        }
    }

    private static double Folded(Func<Tensor[], Tensor> function, Tensor[] inputs, Tensor weights)
    {
        using var scope = NewDisposeScope();
        return function(inputs).mul(weights).sum().item<double>();
    }

    private static Tensor Numeric(Tensor[] inputs, int place, Func<double> value)
    {
        using Tensor flat = inputs[place].detach().view(-1);
        double[] slopes = new double[flat.numel()];
        for (int i = 0; i < slopes.Length; i++)
        {
            using Tensor element = flat.narrow(0, i, 1);
            double at = element.item<double>();
            element.fill_(at + Step);
            double above = value();
            element.fill_(at - Step);
            double below = value();
            element.fill_(at);
            slopes[i] = (above - below) / (2 * Step);
        }

        return tensor(slopes).view(inputs[place].shape);
    }
}
