using FaeRealtime.Core.Errors;
using FaeRealtime.Native.Dispatch;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FaeRealtime.Training.Optimisation;

/// <summary>AdamW as one operator over all parameters (<c>aten::_fused_adamw_</c>): each weight, gradient and moment is read and written once. TorchSharp's own goes through a dozen operators a parameter.</summary>
/// <remarks>
/// Loshchilov &amp; Hutter 2019, arXiv:1711.05101, algorithm 2: w ← w − η·λ·w, m ← β₁·m + (1 − β₁)·g, v ← β₂·v + (1 − β₂)·g², w ← w − η·m/(1 − β₁ᵗ) / (√(v/(1 − β₂ᵗ)) + ε), in place.
/// A parameter without gradient stays as it is. All parameters share the count t.
/// </remarks>
internal sealed class FusedAdamW : IDisposable
{
    /// <summary>ε where nothing else is asked for, as in PyTorch.</summary>
    public const double DefaultEpsilon = 1e-8;

    private readonly Parameter[] _parameters;
    private readonly Tensor[] _first;
    private readonly Tensor[] _second;
    private readonly Tensor _count;
    private readonly double _beta1;
    private readonly double _beta2;
    private readonly double _epsilon;
    private readonly double _weightDecay;

    /// <summary>Begins with moments of zero.</summary>
    /// <param name="parameters">Float32, contiguous, on one device. Borrowed.</param>
    /// <param name="beta1">How much of the first moment stays, [0, 1).</param>
    /// <param name="beta2">How much of the second moment stays, [0, 1).</param>
    /// <param name="weightDecay">λ, decoupled.</param>
    /// <param name="epsilon">ε.</param>
    /// <exception cref="ArgumentException">There is no parameter.</exception>
    /// <exception cref="ShapeException">A parameter is not contiguous float32, or they lie on different devices.</exception>
    public FusedAdamW(IEnumerable<Parameter> parameters, double beta1, double beta2, double weightDecay, double epsilon = DefaultEpsilon)
    {
        _parameters = [.. parameters];
        if (_parameters.Length == 0)
        {
            throw new ArgumentException("AdamW was given 0 parameters to train. Give it at least one: a part that is frozen as a whole needs no optimiser.", nameof(parameters));
        }

        foreach (var parameter in _parameters)
        {
            // The operator walks through memory without asking for strides.
            if (parameter.dtype != ScalarType.Float32 || !parameter.is_contiguous() || parameter.device.ToString() != _parameters[0].device.ToString())
            {
                throw new ShapeException(
                    $"AdamW moves contiguous Float32 parameters on {_parameters[0].device}; one of [{string.Join(", ", parameter.shape)}] is {parameter.dtype} on {parameter.device}, contiguous: {parameter.is_contiguous()}. Keep Float32 copies of the weights.");
            }
        }

        (_beta1, _beta2, _weightDecay, _epsilon) = (beta1, beta2, weightDecay, epsilon);
        using var guard = no_grad();
        _first = [.. _parameters.Select(Moment)];
        _second = [.. _parameters.Select(Moment)];
        _count = zeros([], ScalarType.Float32, _parameters[0].device).DetachFromDisposeScope();
    }

    /// <summary>Steps taken: t.</summary>
    public long Updates { get; set; }

    /// <summary>Every parameter with its moments m and v, of its shape. Borrowed.</summary>
    public IEnumerable<(Parameter Trained, Tensor First, Tensor Second)> Moments => _parameters.Select((parameter, i) => (parameter, _first[i], _second[i]));

    /// <summary>Moves the parameters that have a gradient.</summary>
    /// <param name="learningRate">η.</param>
    /// <exception cref="NativeException">libtorch refused, or has no such operator for the device.</exception>
    public void Step(double learningRate)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        List<nint> weights = [], gradients = [], first = [], second = [], counts = [];
        Updates++;
        _count.fill_(Updates);
        for (var i = 0; i < _parameters.Length; i++)
        {
            if (_parameters[i].grad is not { } gradient)
            {
                continue;
            }

            weights.Add(_parameters[i].Handle);
            gradients.Add((gradient.is_contiguous() ? gradient : gradient.contiguous()).Handle);
            first.Add(_first[i].Handle);
            second.Add(_second[i].Handle);
            counts.Add(_count.Handle);
        }

        if (weights.Count == 0)
        {
            return;
        }

        using var call = new OperatorCall("aten::_fused_adamw_");
        call.AddTensors([.. weights]).AddTensors([.. gradients]).AddTensors([.. first]).AddTensors([.. second])
            .AddTensors([]) // largest second moments: AMSGrad only
            .AddTensors([.. counts])
            .AddDouble(learningRate).AddDouble(_beta1).AddDouble(_beta2).AddDouble(_weightDecay).AddDouble(_epsilon)
            .AddBool(false) // AMSGrad
            .AddBool(false) // maximise
            .AddNone() // a scale of the gradients
            .AddNone() // whether one of them is not finite
            .Run();
    }

    public void Dispose()
    {
        foreach (var moment in _first.Concat(_second))
        {
            moment.Dispose();
        }

        _count.Dispose();
    }

    private static Tensor Moment(Parameter parameter) => zeros(parameter.shape, ScalarType.Float32, parameter.device).DetachFromDisposeScope();
}
