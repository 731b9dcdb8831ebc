using System.Text.Json.Serialization;
using FaeRealtime.Core.Config;

namespace FaeRealtime.Training.Recipes;

/// <summary>How the learning rate goes after its linear warm-up.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<LearningRateSchedule>))]
public enum LearningRateSchedule
{
    /// <summary>Falls as a cosine to the final share.</summary>
    Cosine,

    /// <summary>Stays (SiT, REPA and the paper's generators).</summary>
    Constant,
}
