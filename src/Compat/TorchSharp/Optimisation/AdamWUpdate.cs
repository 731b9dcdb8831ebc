using TorchSharp.Dispatch;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>The scalars of one AdamW step, and the step itself in tensor operators.</summary>
/// <remarks>
/// θ ← θ·(1 − lr·λ) − (lr / (1 − β₁ᵗ)) · m / (√v / √(1 − β₂ᵗ) + ε), PyTorch's order of operations.
/// </remarks>
internal readonly struct AdamWUpdate
{
    private static readonly Operator Negated = Operator.Get("aten::_foreach_neg");
    private static readonly Operator Multiply = Operator.Get("aten::_foreach_mul_", "Scalar");
    private static readonly Operator AddScaled = Operator.Get("aten::_foreach_add_", "List");
    private static readonly Operator Add = Operator.Get("aten::_foreach_add_", "Scalar");
    private static readonly Operator AddProduct = Operator.Get("aten::_foreach_addcmul_", "Scalar");
    private static readonly Operator Root = Operator.Get("aten::_foreach_sqrt");
    private static readonly Operator Divide = Operator.Get("aten::_foreach_div_", "Scalar");
    private static readonly Operator AddQuotient = Operator.Get("aten::_foreach_addcdiv_", "Scalar");

    internal AdamWUpdate(AdamW.Options options, long step)
    {
        Beta1 = options.beta1!.Value;
        Beta2 = options.beta2!.Value;
        Epsilon = options.eps!.Value;
        Decay = 1 - (options.LearningRate!.Value * options.weight_decay!.Value);
        StepSize = options.LearningRate.Value / (1 - Math.Pow(Beta1, step));
        SecondScale = Math.Sqrt(1 - Math.Pow(Beta2, step));
        Sign = options.maximize == true ? -1 : 1;
        KeepsMaximum = options.amsgrad == true;
    }

    internal double Beta1 { get; }

    internal double Beta2 { get; }

    internal double Epsilon { get; }

    internal double Decay { get; }

    internal double StepSize { get; }

    /// <summary>√(1 − β₂ᵗ).</summary>
    internal double SecondScale { get; }

    internal double Sign { get; }

    internal bool KeepsMaximum { get; }

    /// <summary>Updates parameters that have come equally far, each operator for all of them at once: on a GPU one launch instead of one per parameter.</summary>
    internal void Apply(Parameter[] parameters, Tensor[] gradients, AdamW.State[] states)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor[] slopes = Sign < 0 ? Negated.CallMany(gradients) : gradients;
        Tensor[] first = [.. states.Select(state => state.exp_avg)];
        Tensor[] second = [.. states.Select(state => state.exp_avg_sq)];
        if (Decay != 1)
        {
            Multiply.CallMany(parameters, Decay);
        }

        Multiply.CallMany(first, Beta1);
        AddScaled.CallMany(first, slopes, 1 - Beta1);
        Multiply.CallMany(second, Beta2);
        AddProduct.CallMany(second, slopes, slopes, 1 - Beta2);
        Tensor[] roots = Root.CallMany(KeepsMaximum ? Maxima(states) : second);
        Divide.CallMany(roots, SecondScale);
        Add.CallMany(roots, Epsilon);
        AddQuotient.CallMany(parameters, first, roots, -StepSize);
    }

    private static Tensor[] Maxima(AdamW.State[] states)
    {
        foreach (AdamW.State state in states)
        {
            state.max_exp_avg_sq.copy_(state.max_exp_avg_sq.maximum(state.exp_avg_sq));
        }

        return [.. states.Select(state => state.max_exp_avg_sq)];
    }
}
