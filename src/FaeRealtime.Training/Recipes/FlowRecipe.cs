using System.Text.Json.Serialization;
using FaeRealtime.Core.Config;

namespace FaeRealtime.Training.Recipes;

/// <summary>Stage III. The shift is <c>model.sampling.shift</c>, used in training and sampling; the label dropout is <c>model.generator.labelDropout</c>.</summary>
public sealed record FlowRecipe
{
    /// <summary>How the weights move.</summary>
    public required OptimisationRecipe Optimisation { get; init; }

    /// <summary>How times are drawn before the shift.</summary>
    public TimeDistribution Time { get; init; } = TimeDistribution.Uniform;

    /// <summary>How times are weighted where the generator predicts noise or a score; a velocity never is.</summary>
    public LossWeight Weight { get; init; } = LossWeight.None;

    /// <summary>Factor of LightningDiT's second term, 1 − cosine of prediction and target over the channels; 0 is none, LightningDiT has 1.</summary>
    public double CosineWeight { get; init; }

    /// <summary>Steps of the sample grids.</summary>
    [JsonPropertyName("sheetSteps")]
    public int SampleGridSteps { get; init; } = 20;

    /// <summary>Classifier-free guidance of the sample grids.</summary>
    [JsonPropertyName("sheetGuidance")]
    public double SampleGridGuidance { get; init; } = 2.0;

    /// <summary>A model's sampling with the sample grids' steps and guidance.</summary>
    internal SamplingConfig SampleGridSampling(SamplingConfig sampling) => sampling with { Steps = SampleGridSteps, Guidance = SampleGridGuidance };
}

/// <summary>How flow-matching times are drawn before the shift.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<TimeDistribution>))]
public enum TimeDistribution
{
    /// <summary>Uniform on (0, 1).</summary>
    Uniform,

    /// <summary>The logistic function of a standard normal (LightningDiT's default).</summary>
    LogitNormal,
}
