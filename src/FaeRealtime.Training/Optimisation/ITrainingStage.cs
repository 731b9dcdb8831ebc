using FaeRealtime.Training.Recipes;

namespace FaeRealtime.Training.Optimisation;

/// <summary>What differs between stages; the loop is one.</summary>
internal interface ITrainingStage : ITrainedModules, IDisposable
{
    StageKind Kind { get; }

    /// <summary>Training views that batches are drawn from.</summary>
    int Views { get; }

    /// <summary>What learns to tell this stage's images from real ones, updated after the stage at every step; null for none.</summary>
    ITrainedModules? Discriminator => null;

    /// <summary>Tells which views a later step will ask for, so that they can be decoded ahead.</summary>
    void Announce(ReadOnlySpan<long> views)
    {
    }

    /// <summary>Numbers about the input since the last call, for the log: images decoded a second, seconds that the loop waited for them. None where nothing was decoded.</summary>
    IReadOnlyList<(string Name, double Value)> InputActivity() => [];

    /// <summary>Numbers on held-out images, with averaged weights. Runs inside a dispose scope with gradients off.</summary>
    IReadOnlyList<(string Name, double Value)> Validate();

    /// <summary>Which of those numbers chooses the best state; null keeps none.</summary>
    BestMetric? BestMetric => null;

    /// <summary>Writes a sample grid with averaged weights; false where an other stage's weights are still missing. Runs as <see cref="Validate"/>.</summary>
    bool WriteSampleGrid(string path);

    /// <summary>The files that <see cref="Publish"/> writes, which no other running stage writes.</summary>
    IReadOnlyList<string> PublishedFiles { get; }

    /// <summary>Writes the averaged weights into the model folder.</summary>
    void Publish();
}

/// <summary>The held-out number by which a stage's best state is chosen.</summary>
/// <param name="Name">One of those that the stage's validation gives.</param>
/// <param name="Rises">Whether more is better.</param>
internal readonly record struct BestMetric(string Name, bool Rises)
{
    /// <summary>Whether a value is better than the best so far.</summary>
    public bool IsBetter(double value, double? best) => best is not { } earlier || (Rises ? value > earlier : value < earlier);
}
