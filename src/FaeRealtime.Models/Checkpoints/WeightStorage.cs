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

    /// <summary>The upper half of single precision, relative rounding 4e-3.</summary>
    Bf16,

    /// <summary>Large matrices in four bits with a scale each 64 values, the others as <see cref="I8"/>: an eighth of the size, off by 8 % of a matrix' own size.</summary>
    I4,
}
