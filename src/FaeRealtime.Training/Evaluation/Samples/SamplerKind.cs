using System.Text.Json.Serialization;
using FaeRealtime.Core.Config;

namespace FaeRealtime.Training.Evaluation.Samples;

/// <summary>What makes the samples.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<SamplerKind>))]
public enum SamplerKind
{
    /// <summary>The generator, step by step.</summary>
    Teacher,

    /// <summary>The student that was distilled from it.</summary>
    FewStep,
}
