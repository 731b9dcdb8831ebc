using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FaeRealtime.Training.Optimisation;

/// <summary>One update of the networks that train together: backward, clip, optimiser, average.</summary>
internal sealed class OptimisationStep
{
    private readonly Action<double> _descend;
    private readonly IReadOnlyList<TrainedModule> _modules;
    private readonly Parameter[] _parameters;
    private readonly double? _clipNorm;

    /// <summary>Prepares updates.</summary>
    /// <param name="descend">The optimiser's step over the modules' trained parameters, at a learning rate; it leaves those without gradient alone.</param>
    /// <param name="modules">The networks. Borrowed.</param>
    /// <param name="clipNorm">The largest norm of all gradients together; null for no clipping, as SiT trains.</param>
    public OptimisationStep(Action<double> descend, IReadOnlyList<TrainedModule> modules, double? clipNorm)
    {
        _descend = descend;
        _modules = modules;
        _clipNorm = clipNorm;
        _parameters = [.. modules.SelectMany(module => module.Parameters()).Select(named => named.Trained)];
    }

    /// <summary>The gathered gradients, each of its parameter's shape, of parameters that have one. Borrowed.</summary>
    public IEnumerable<Tensor> Gradients => _parameters.Select(parameter => parameter.grad).OfType<Tensor>();

    /// <summary>Adds a part of the batch to the gradients.</summary>
    /// <param name="loss">The part's mean, a scalar with gradient. Borrowed.</param>
    /// <param name="share">The part's share of the batch; 1 is all of it.</param>
    public void Accumulate(Tensor loss, double share = 1)
    {
        using var weighted = share == 1 ? loss.alias() : loss * share;
        weighted.backward();
        foreach (var module in _modules)
        {
            module.GatherGradients();
        }
    }

    /// <summary>Moves the weights down the gathered gradients, and their averages after them; where loss or gradient is not finite, nothing but the gradients' end.</summary>
    /// <param name="loss">The batch's loss, a scalar. Borrowed.</param>
    /// <param name="learningRate">The optimiser's rate in this step.</param>
    /// <param name="averageDecay">How much of the average stays.</param>
    /// <returns>The gradients' norm before clipping, a scalar, and whether the weights moved; the caller disposes.</returns>
    /// <remarks>Reads one number from the device: a step that must not be taken cannot be taken back.</remarks>
    public (Tensor Norm, bool Moved) Move(Tensor loss, double learningRate, double averageDecay)
    {
        var norm = GradientClip.Apply(_parameters, _clipNorm);
        using var both = norm + loss.detach();
        if (!double.IsFinite(both.ToDouble()))
        {
            ForgetGradients();
            return (norm, false);
        }

        _descend(learningRate);
        ForgetGradients();
        foreach (var module in _modules)
        {
            module.Round();
            module.Average(averageDecay);
        }

        return (norm, true);
    }

    // None rather than zeros: the next backward pass hands its gradients over instead of adding to them, and a run that was resumed, which begins with none, goes on alike.
    private void ForgetGradients()
    {
        foreach (var parameter in _parameters)
        {
            parameter.grad = null;
        }
    }
}
