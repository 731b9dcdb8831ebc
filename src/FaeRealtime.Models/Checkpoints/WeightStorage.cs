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
}
