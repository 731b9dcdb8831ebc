using FaeRealtime.Core.Folders;
using FaeRealtime.Evaluation.Features;
using FaeRealtime.Training.Tests;

namespace FaeRealtime.Evaluation.Tests;

/// <summary>A small model, trained for two steps a stage, with its data.</summary>
public sealed class EvaluatedModel : IDisposable
{
    public EvaluatedModel()
    {
        Place = new TrainingPlace(SmallRecipe.Of(steps: 2));
        TrainingPlace.Train(Place.Options());
        Options = new EvaluationOptions(ModelFolder.Open(Place.Out)) { DataPath = Place.Data, RandomEncoderSeed = TrainingPlace.EncoderSeed };
    }

    public EvaluationOptions Options { get; }

    internal TrainingPlace Place { get; }

    public void Dispose() => Place.Dispose();
}
