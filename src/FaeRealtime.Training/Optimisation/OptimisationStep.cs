using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FaeRealtime.Training.Optimisation;

/// <summary>One update of the networks that train together: backward, clip, optimiser, average.</summary>
internal sealed class OptimisationStep
{
    private readonly optim.Optimizer optimiser;
    private readonly IReadOnlyList<TrainedModule> modules;
    private readonly Parameter[] parameters;
    private readonly double? clipNorm;

    /// <summary>Prepares updates.</summary>
    /// <param name="optimiser">Of the modules' trained parameters. Borrowed.</param>
    /// <param name="modules">The networks. Borrowed.</param>
    /// <param name="clipNorm">The largest norm of all gradients together; null for no clipping, as SiT trains.</param>
    public OptimisationStep(optim.Optimizer optimiser, IReadOnlyList<TrainedModule> modules, double? clipNorm)
    {
        this.optimiser = optimiser;
        this.modules = modules;
        this.clipNorm = clipNorm;
        parameters = [.. modules.SelectMany(module => module.Parameters()).Select(named => named.Trained)];
    }

    /// <summary>The gathered gradients, of parameters that have one.</summary>
    public IEnumerable<Tensor> Gradients => parameters.Select(parameter => parameter.grad).OfType<Tensor>();

    /// <summary>Adds a part of the batch to the gradients.</summary>
    /// <param name="loss">The part's mean, a scalar with gradient. Borrowed.</param>
    /// <param name="share">The part's share of the batch; 1 is all of it.</param>
    public void Accumulate(Tensor loss, double share = 1)
    {
        using var weighted = share == 1 ? loss.alias() : loss * share;
        weighted.backward();
        foreach (var module in modules)
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
        var norm = GradientClip.Apply(parameters, clipNorm);
        using var both = norm + loss.detach();
        if (!double.IsFinite(both.ToDouble()))
        {
            optimiser.zero_grad();
            return (norm, false);
        }

        foreach (var group in optimiser.ParamGroups)
        {
            group.LearningRate = learningRate;
        }

        optimiser.step();
        optimiser.zero_grad();
        foreach (var module in modules)
        {
            module.Round();
            module.Average(averageDecay);
        }

        return (norm, true);
    }
}
