using System.Text.Json;
using System.Text.Json.Serialization;

namespace FaeRealtime.Core.Config;

/// <summary>Generated JSON code for Core's records.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ModelConfig))]
[JsonSerializable(typeof(MMDiTConfig))]
[JsonSerializable(typeof(DirectionList))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(Dictionary<string, string>))]
public sealed partial class FaeJsonContext : JsonSerializerContext;

/// <summary>Writes an enum as a camelCase string and refuses numbers, for source-generated contexts, which know no naming policy for enums.</summary>
/// <typeparam name="T">The enum.</typeparam>
public sealed class CamelCaseEnumConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;
