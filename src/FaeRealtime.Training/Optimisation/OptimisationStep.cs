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

    /// <summary>Moves the weights down the loss's gradient, and their averages after them.</summary>
    /// <param name="loss">A scalar with gradient. Borrowed.</param>
    /// <param name="learningRate">The optimiser's rate in this step.</param>
    /// <param name="averageDecay">How much of the average stays.</param>
    /// <returns>The gradient's norm before clipping, a scalar; the caller disposes.</returns>
    public Tensor Apply(Tensor loss, double learningRate, double averageDecay)
    {
        loss.backward();
        var norm = GradientClip.Apply(parameters, clipNorm);
        foreach (var group in optimiser.ParamGroups)
        {
            group.LearningRate = learningRate;
        }

        optimiser.step();
        optimiser.zero_grad();
        foreach (var module in modules)
        {
            module.Average(averageDecay);
        }

        return norm;
    }
}
