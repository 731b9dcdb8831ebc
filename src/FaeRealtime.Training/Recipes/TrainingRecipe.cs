using System.Text.Json.Serialization;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Data.Caches;
using FaeRealtime.Models.Checkpoints;

namespace FaeRealtime.Training.Recipes;

/// <summary>Everything that a training run depends on besides its data and the frozen networks.</summary>
public sealed record TrainingRecipe
{
    /// <summary>The networks that are trained, as <c>config.json</c> will hold them.</summary>
    public required ModelConfig Model { get; init; }

    /// <summary>Seed of the initial weights and of every random number drawn in training.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Whether every training image is also seen mirrored.</summary>
    public bool Flip { get; init; } = true;

    /// <summary>How the averaged weights are stored in the model folder.</summary>
    public WeightStorage Storage { get; init; } = WeightStorage.F16;

    /// <summary>Precision of the posteriors that stages II and III are trained on, as the run folder's cache keeps them; half of it is enough for large sets.</summary>
    public LatentStorage LatentCache { get; init; } = LatentStorage.F32;

    /// <summary>Real images whose latents are stored with the model.</summary>
    public int Samples { get; init; } = 200;

    /// <summary>How often a run looks at itself.</summary>
    [JsonPropertyName("cadence")]
    public IntervalRecipe Intervals { get; init; } = new();

    /// <summary>Stage Ia.</summary>
    public required AutoencoderRecipe Ia { get; init; }

    /// <summary>Stage Ib.</summary>
    public required PixelRecipe Ib { get; init; }

    /// <summary>Stage II.</summary>
    public required PixelRecipe Ii { get; init; }

    /// <summary>Stage III.</summary>
    public required FlowRecipe Iii { get; init; }

    /// <summary>Stage IV; null for a model without few-step student.</summary>
    public FewStepRecipe? Iv { get; init; }

    /// <summary>How a stage's weights move.</summary>
    /// <exception cref="ConfigException">The recipe does not describe the stage.</exception>
    internal OptimisationRecipe OptimisationOf(StageKind kind) => kind switch
    {
        StageKind.Ia => Ia.Optimisation,
        StageKind.Ib => Ib.Optimisation,
        StageKind.II => Ii.Optimisation,
        StageKind.III => Iii.Optimisation,
        _ => Iv?.Optimisation ?? throw new ConfigException("The recipe has no 'iv', which says how the few-step student is trained. Add it, or leave stage few-step out."),
    };
}

/// <summary>How often a run looks at itself.</summary>
public sealed record IntervalRecipe
{
    /// <summary>Steps between lines of the log; losses are read from the device only then.</summary>
    public int Log { get; init; } = 20;

    /// <summary>Steps between validations on held-out images.</summary>
    public int Validate { get; init; } = 250;

    /// <summary>Steps between sample grids.</summary>
    [JsonPropertyName("sheet")]
    public int SampleGrid { get; init; } = 500;

    /// <summary>Minutes between saved states; one is also saved at the end and on cancellation.</summary>
    public double SaveMinutes { get; init; } = 5;

    /// <summary>Saved states that are kept, the newest among them. The best one by held-out images is kept beside them.</summary>
    public int Keep { get; init; } = 2;
}
