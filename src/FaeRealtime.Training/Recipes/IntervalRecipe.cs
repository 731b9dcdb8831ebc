using System.Text.Json.Serialization;

namespace FaeRealtime.Training.Recipes;

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
