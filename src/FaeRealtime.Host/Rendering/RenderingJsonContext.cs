using System.Text.Json.Serialization;

namespace FaeRealtime.Host.Offline;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(VideoReport))]
[JsonSerializable(typeof(RemakeReport))]
internal sealed partial class OfflineJsonContext : JsonSerializerContext;
