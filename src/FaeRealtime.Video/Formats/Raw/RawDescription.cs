using System.Text.Json;
using System.Text.Json.Serialization;
using FaeRealtime.Core.Files;
using FaeRealtime.Video.Metadata;

namespace FaeRealtime.Video.Formats.Raw;

/// <summary>What raw frames cannot say themselves; lies beside them as <c>FILE.json</c>.</summary>
internal sealed record RawDescription
{
    /// <summary>In pixels.</summary>
    public required int Width { get; init; }

    /// <summary>In pixels.</summary>
    public required int Height { get; init; }

    /// <summary>Frames a second.</summary>
    public required double Fps { get; init; }

    /// <summary>Always <c>rgba</c>: 8 bits each, rows from the top, no padding.</summary>
    public string Format { get; init; } = "rgba";

    /// <summary>The video's metadata.</summary>
    [JsonPropertyName("notes")]
    public string? Metadata { get; init; }

    /// <summary>Where the description of raw frames lies.</summary>
    public static string PathOf(string path) => $"{path}.json";

    /// <exception cref="InvalidDataException">The description is too long or no such JSON.</exception>
    public static RawDescription Read(string path)
    {
        using var stream = InputFile.Open(PathOf(path), InputFile.TextLimit);
        try
        {
            var reader = new ContainerReader(stream);
            return JsonSerializer.Deserialize(reader.Bytes(reader.Length), RawJsonContext.Default.RawDescription)
                ?? throw ContainerReader.Damaged("its description is empty");
        }
        catch (JsonException failure)
        {
            throw new InvalidDataException($"its description is wrong: {failure.Message}", failure);
        }
    }

    /// <summary>Writes it beside a file.</summary>
    public void Write(string path) => AtomicFile.WriteBytes(PathOf(path), JsonSerializer.SerializeToUtf8Bytes(this, RawJsonContext.Default.RawDescription));
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(RawDescription))]
internal sealed partial class RawJsonContext : JsonSerializerContext;
