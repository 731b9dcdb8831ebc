using System.Text.Json.Serialization;
using FaeRealtime.Core.Config;

namespace FaeRealtime.Data.Sources;

/// <summary>What stands in a prepared data folder: <c>manifest.json</c>.</summary>
public sealed record DatasetManifest
{
    /// <summary>The manifest's file name in a data folder.</summary>
    public const string FileName = "manifest.json";

    /// <summary>The file name of the list of class names in a data folder.</summary>
    public const string ClassesFileName = "classes.json";

    /// <summary>The file name of the list of captions in a data folder, one JSON object a line; absent where there are only classes.</summary>
    public const string CaptionsFileName = "metadata.jsonl";

    /// <summary>Where the images come from and under which licence.</summary>
    public required string Source { get; init; }

    /// <summary>Width and height of every image in pixels.</summary>
    public required int ImageSize { get; init; }

    /// <summary>Seed of the held-out split.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The images, in a fixed order.</summary>
    public required IReadOnlyList<DatasetItem> Items { get; init; }
}

/// <summary>One image of a prepared data set.</summary>
/// <param name="File">Its path under the data folder, with forward slashes.</param>
/// <param name="Name">What it shows, such as <c>grinning face</c>.</param>
/// <param name="Class">The name of its class, one of <c>classes.json</c>.</param>
/// <param name="Split">What it is for.</param>
public sealed record DatasetItem(string File, string Name, string Class, DatasetSplit Split);

/// <summary>What an image is for.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<DatasetSplit>))]
public enum DatasetSplit
{
    /// <summary>Seen in training.</summary>
    Train,

    /// <summary>Only looked at: validation and sample grids.</summary>
    HeldOut,
}

/// <summary>Generated JSON code for prepared data folders, as strict as Core's.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(DatasetManifest))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class DatasetJsonContext : JsonSerializerContext;

/// <summary>A line of the list of captions. What else a preparation writes there is not looked at.</summary>
/// <param name="File">As the manifest spells it.</param>
/// <param name="Captions">Phrases divided by commas; the first caption says everything.</param>
internal sealed record CaptionedItem(string File, IReadOnlyList<string> Captions);

/// <summary>Generated JSON code for lists of captions.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true, GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(CaptionedItem))]
internal sealed partial class CaptionsJsonContext : JsonSerializerContext;
