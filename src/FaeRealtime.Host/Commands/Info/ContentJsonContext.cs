using System.Text.Json.Serialization;
using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Config;
using FaeRealtime.Models;
using FaeRealtime.Models.Exchange;
using FaeRealtime.Models.Sizes;

namespace FaeRealtime.Host.Commands.Info;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(CamelCaseEnumConverter<PartRole>), typeof(CamelCaseEnumConverter<ModelParts>), typeof(CamelCaseEnumConverter<TensorDtype>)],
    GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(CheckpointContents))]
[JsonSerializable(typeof(ModelSummary))]
[JsonSerializable(typeof(IReadOnlyList<ImportedPart>))]
[JsonSerializable(typeof(ArchitectureSummary))]
[JsonSerializable(typeof(IReadOnlyList<ArchitectureEntry>))]
internal sealed partial class ContentJsonContext : JsonSerializerContext;
