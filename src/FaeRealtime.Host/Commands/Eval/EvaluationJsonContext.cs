using System.Text.Json.Serialization;
using FaeRealtime.Evaluation.Ablations;
using FaeRealtime.Evaluation.Attributes;
using FaeRealtime.Evaluation.Features;
using FaeRealtime.Evaluation.Generation;
using FaeRealtime.Evaluation.Patches;
using FaeRealtime.Evaluation.Reconstruction;
using FaeRealtime.Evaluation.Understanding;

namespace FaeRealtime.Host.Commands.Eval;

/// <summary>The JSON of <c>fae eval --json</c> and <c>fae ablate --json</c>.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(GenerationReport))]
[JsonSerializable(typeof(ReconstructionReport))]
[JsonSerializable(typeof(UnderstandingReport))]
[JsonSerializable(typeof(RetrievalReport))]
[JsonSerializable(typeof(PatchReport))]
[JsonSerializable(typeof(NeighbourReport))]
[JsonSerializable(typeof(AttributeReport))]
[JsonSerializable(typeof(FilesReport))]
[JsonSerializable(typeof(AblationReport))]
internal sealed partial class EvaluationJsonContext : JsonSerializerContext;
