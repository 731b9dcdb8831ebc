using System.Text.Json.Serialization;

namespace FaeRealtime.Host.Content;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ModelSummary))]
internal sealed partial class ContentJsonContext : JsonSerializerContext;
