using System.Text.Json.Serialization;
using FaeRealtime.Core.Config;

namespace FaeRealtime.Models.Checkpoints;

/// <summary>How the averaged weights are stored in the model folder; in training they are float32.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<WeightStorage>))]
public enum WeightStorage
{
    /// <summary>Half precision: half the size, relative rounding 5e-4.</summary>
    F16,

    /// <summary>Single precision.</summary>
    F32,

    /// <summary>Matrices as bytes with a scale a row: a quarter of the size, rounded by at most 1/254 of the row's largest value; vectors stay single.</summary>
    I8,
}
