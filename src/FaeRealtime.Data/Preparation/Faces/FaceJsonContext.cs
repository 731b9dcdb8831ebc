using System.Text.Json.Serialization;

namespace FaeRealtime.Data.Preparation.Faces;

/// <summary>Generated JSON code for the vocabulary, the styles and a folder's identity, as strict as Core's.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(FaceVocabulary))]
[JsonSerializable(typeof(FaceStyle))]
[JsonSerializable(typeof(FaceFolderIdentity))]
internal sealed partial class FaceJsonContext : JsonSerializerContext;
