using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Files;

namespace FaeRealtime.Data.Preparation;

/// <summary>The npm package emoji-datasource-google: 64 px PNG files and <c>emoji.json</c>, which names and classifies them.</summary>
internal sealed class EmojiArchive
{
    private const string ListName = "package/emoji.json";
    private const string ImageFolder = "package/img/google/64/";

    // Skin tones and hair pieces: parts of other emoji, not images of their own.
    private const string SkippedCategory = "Component";

    private EmojiArchive(IReadOnlyList<Entry> entries) => Entries = entries;

    /// <summary>The base emoji that have an image, sorted by file name.</summary>
    public IReadOnlyList<Entry> Entries { get; }

    /// <summary>Reads an archive.</summary>
    /// <param name="path">A <c>.tgz</c> as <c>npm pack</c> writes it.</param>
    /// <exception cref="ConfigException">The file is missing, damaged or another package.</exception>
    public static EmojiArchive Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new ConfigException($"Archive '{path}' does not exist. Give the .tgz that 'npm pack {EmojiPreparation.Package}' writes.");
        }

        try
        {
            return Parse(path);
        }
        catch (Exception failure) when (failure is InvalidDataException or JsonException or EndOfStreamException or FormatException)
        {
            throw new ConfigException($"Archive '{path}' is damaged or not a .tgz: {failure.Message} Fetch it again with 'npm pack {EmojiPreparation.Package}'.", failure);
        }
    }

    private static EmojiArchive Parse(string path)
    {
        var images = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        byte[]? list = null;
        using (var file = InputFile.Open(path))
        using (var gzip = new GZipStream(file, CompressionMode.Decompress))
        using (var tar = new TarReader(gzip))
        {
            while (tar.GetNextEntry() is { } entry)
            {
                if (entry.Name == ListName)
                {
                    list = Bytes(entry);
                }
                else if (entry.Name.StartsWith(ImageFolder, StringComparison.Ordinal) && entry.DataStream is not null)
                {
                    images[entry.Name[ImageFolder.Length..]] = Bytes(entry);
                }
            }
        }

        if (list is null || images.Count == 0)
        {
            throw new ConfigException($"Archive '{path}' has {(list is null ? $"no {ListName}" : $"no picture under {ImageFolder}")}: it is not {EmojiPreparation.Package}.");
        }

        var entries = Select(list, images);
        return entries.Length > 0
            ? new EmojiArchive(entries)
            : throw new ConfigException($"Archive '{path}' lists no emoji that it has a picture of: it is not {EmojiPreparation.Package}.");
    }

    private static Entry[] Select(byte[] list, Dictionary<string, byte[]> images)
    {
        var emoji = JsonSerializer.Deserialize(list, EmojiJsonContext.Default.EmojiDescriptionArray) ?? [];
        return [.. emoji
            .Where(one => one.Category != SkippedCategory && images.ContainsKey(one.Image))
            .Select(one => new Entry(one.Image, Title(one), one.Category, images[one.Image]))
            .OrderBy(entry => entry.File, StringComparer.Ordinal)];
    }

    // Names are upper case in the list, or absent for some flags.
    private static string Title(EmojiDescription one) => (one.Name ?? one.ShortName.Replace('_', ' ')).ToLowerInvariant();

    private static byte[] Bytes(TarEntry entry)
    {
        using var memory = new MemoryStream();
        entry.DataStream?.CopyTo(memory);
        return memory.ToArray();
    }

    /// <summary>One base emoji.</summary>
    /// <param name="File">Its image's file name.</param>
    /// <param name="Name">Its name in lower case.</param>
    /// <param name="Category">Its category.</param>
    /// <param name="Png">The image's bytes.</param>
    public sealed record Entry(string File, string Name, string Category, byte[] Png);
}

/// <summary>The members of <c>emoji.json</c> that matter here; it has many more.</summary>
internal sealed record EmojiDescription(
    [property: JsonPropertyName("name")] string? Name,
    [property: JsonPropertyName("short_name")] string ShortName,
    [property: JsonPropertyName("image")] string Image,
    [property: JsonPropertyName("category")] string Category);

/// <summary>Reads <c>emoji.json</c>, which is another's file: unknown members are ignored.</summary>
[JsonSerializable(typeof(EmojiDescription[]))]
internal sealed partial class EmojiJsonContext : JsonSerializerContext;
