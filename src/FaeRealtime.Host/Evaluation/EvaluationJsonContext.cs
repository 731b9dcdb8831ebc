using System.Text.Json.Serialization;
using FaeRealtime.Training.Evaluation.Generation;
using FaeRealtime.Training.Evaluation.Reconstruction;

namespace FaeRealtime.Host.Evaluation;

/// <summary>The JSON of <c>fae eval --json</c>.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(GenerationReport))]
[JsonSerializable(typeof(ReconstructionReport))]
internal sealed partial class EvaluationJsonContext : JsonSerializerContext;
