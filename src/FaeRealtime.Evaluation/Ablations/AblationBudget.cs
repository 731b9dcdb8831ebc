using System.Text.Json.Serialization;

namespace FaeRealtime.Evaluation.Ablations;

/// <summary>What every run of an ablation folder has in common, kept there as <c>ablation.json</c>: runs of other budgets cannot be compared.</summary>
public sealed record AblationBudget
{
    /// <summary>SHA-256 of the base recipe with the steps below.</summary>
    public required string Recipe { get; init; }

    /// <summary>Hash of the images' names, order and classes.</summary>
    public required string Data { get; init; }

    /// <summary>SHA-256 of the frozen encoder's weights; null for a random one.</summary>
    public string? Encoder { get; init; }

    /// <summary>Images to train on.</summary>
    [JsonPropertyName("pictures")]
    public required int Images { get; init; }

    /// <summary>Images held out.</summary>
    public required int HeldOut { get; init; }

    /// <summary>Steps of stage Ia.</summary>
    public required int AutoencoderSteps { get; init; }

    /// <summary>Steps of stage III.</summary>
    public required int GeneratorSteps { get; init; }

    /// <summary>Images a step of stage III.</summary>
    public required int Batch { get; init; }

    /// <summary>Samples that are compared with real images.</summary>
    public required int Samples { get; init; }

    /// <summary>Euler steps of each.</summary>
    public required int SamplingSteps { get; init; }
}
