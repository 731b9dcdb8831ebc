using System.Text.Json.Serialization;
using FaeRealtime.Core.Config;

namespace FaeRealtime.Training.Recipes;

/// <summary>What a network's forward and backward pass are computed in. Its weights themselves, AdamW's moments, averages and gathered gradients are float32, and so are losses.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<TrainingPrecision>))]
public enum TrainingPrecision
{
    /// <summary>Single precision.</summary>
    Fp32,

    /// <summary>Weights and activations in bfloat16: the range of single precision with 8 bits of mantissa. Meant for GPUs; slow on most CPUs.</summary>
    Bf16,
}
