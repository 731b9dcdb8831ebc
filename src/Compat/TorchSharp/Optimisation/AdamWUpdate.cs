using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>The scalars of one AdamW step, and the step itself in tensor operators.</summary>
/// <remarks>
/// θ ← θ·(1 − lr·λ) − (lr / (1 − β₁ᵗ)) · m / (√v / √(1 − β₂ᵗ) + ε), PyTorch's order of operations.
/// </remarks>
internal readonly struct AdamWUpdate
{
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

    internal void Apply(Parameter parameter, Tensor gradient, AdamW.State state)
    {
        using Tensor? turned = Sign < 0 ? gradient.neg() : null;
        Tensor slope = turned ?? gradient;
        if (Decay != 1)
        {
            parameter.mul_((Scalar)Decay);
        }

        state.exp_avg.mul_((Scalar)Beta1);
        state.exp_avg.add_(slope, (Scalar)(1 - Beta1));
        state.exp_avg_sq.mul_((Scalar)Beta2);
        state.exp_avg_sq.addcmul_(slope, slope, (Scalar)(1 - Beta2));
        using Tensor root = SecondMoment(state).sqrt();
        root.div_((Scalar)SecondScale);
        root.add_((Scalar)Epsilon);
        parameter.addcdiv_(state.exp_avg, root, (Scalar)(-StepSize));
    }

    private Tensor SecondMoment(AdamW.State state)
    {
        if (!KeepsMaximum)
        {
            return state.exp_avg_sq;
        }

        using Tensor greater = state.max_exp_avg_sq.maximum(state.exp_avg_sq);
        state.max_exp_avg_sq.copy_(greater);
        return state.max_exp_avg_sq;
    }
}
