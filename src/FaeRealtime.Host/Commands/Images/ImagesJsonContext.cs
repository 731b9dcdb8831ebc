using System.Text.Json.Serialization;

namespace FaeRealtime.Host.Images;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ImagesReport))]
internal sealed partial class ImagesJsonContext : JsonSerializerContext;
