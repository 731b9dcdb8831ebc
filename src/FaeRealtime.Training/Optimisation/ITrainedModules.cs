using FaeRealtime.Training.Losses;
using FaeRealtime.Training.Recipes;
using TorchSharp;

namespace FaeRealtime.Training.Optimisation;

/// <summary>Networks that move together under one optimiser and one loss. A stage is one; its discriminator, where it has one, is another.</summary>
internal interface ITrainedModules
{
    /// <summary>How they move.</summary>
    OptimisationRecipe Optimisation { get; }

    /// <summary>The networks that move.</summary>
    IReadOnlyList<TrainedModule> Modules { get; }

    /// <summary>The first step at which they move.</summary>
    int FirstStep => 0;

    /// <summary>What else is saved and restored with the weights, by a key of its own: running means of a discriminator, say. Written in place only, floating point, linear in the batch's means: ranks average theirs after each step.</summary>
    IReadOnlyList<(string Key, torch.Tensor Value)> Buffers => [];

    /// <summary>One forward pass over a batch, or a part of one. Means over its rows. Runs inside a dispose scope with gradients on.</summary>
    StepLosses Losses(TrainingBatch batch);

    /// <summary>Told at the end of each of its steps.</summary>
    /// <param name="moved">Whether the weights moved; they do not where loss or gradient was not finite.</param>
    void EndStep(bool moved)
    {
    }
}
