using FaeRealtime.Training.Recipes;

namespace FaeRealtime.Training.Optimisation;

/// <summary>What differs between stages; the loop is one.</summary>
internal interface ITrainingStage : IDisposable
{
    StageKind Kind { get; }

    OptimisationRecipe Optimisation { get; }

    /// <summary>Training views that batches are drawn from.</summary>
    int Views { get; }

    /// <summary>The networks that move.</summary>
    IReadOnlyList<TrainedModule> Modules { get; }

    /// <summary>One forward pass. Runs inside a dispose scope with gradients on.</summary>
    StepLosses Losses(TrainingBatch batch);

    /// <summary>Numbers on held-out pictures, with averaged weights. Runs inside a dispose scope with gradients off.</summary>
    IReadOnlyList<(string Name, double Value)> Validate();

    /// <summary>Writes a sheet of pictures with averaged weights; false where an other stage's weights are still missing. Runs as <see cref="Validate"/>.</summary>
    bool WriteSheet(string path);

    /// <summary>Writes the averaged weights into the model folder.</summary>
    void Publish();
}
