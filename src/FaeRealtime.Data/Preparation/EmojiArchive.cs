using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Data.Preparation;

/// <summary>The npm package emoji-datasource-google: 64 px PNG files and <c>emoji.json</c>, which names and classifies them.</summary>
internal sealed partial class EmojiArchive
{
    private const string ListName = "emoji.json";
    private const string ImageFolder = "img/google/64/";

    // The real one unpacks to 77 MiB, its list has 2; an emoji's image has 20 KB.
    private const long Limit = 1L << 30;
    private const long FileLimit = 16L << 20;
    private const long ImagesLimit = 512L << 20;

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
        catch (Exception failure) when (failure is JsonException)
        {
            throw new ConfigException($"Archive '{path}' is damaged or not a .tgz: {failure.Message} Fetch it again with 'npm pack {EmojiPreparation.Package}'.", failure);
        }
    }

    private static EmojiArchive Parse(string path)
    {
        var images = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        byte[]? list = null;
        var left = ImagesLimit;
        new PackageArchive(path) { Limit = Limit, FileLimit = FileLimit }.Read(
            static name => name == ListName || (name.StartsWith(ImageFolder, StringComparison.Ordinal) && ImageName().IsMatch(name[ImageFolder.Length..])),
            (name, content) =>
            {
                left -= content.Length;
                if (left < 0)
                {
                    throw new ConfigException($"Archive '{path}' has more than {ImagesLimit >> 20} MiB of pictures: it is not {EmojiPreparation.Package}.");
                }

                if (name == ListName)
                {
                    list = content;
                }
                else
                {
                    images[name[ImageFolder.Length..]] = content;
                }
            });
        if (list is null || images.Count == 0)
        {
            throw new ConfigException($"Archive '{path}' has {(list is null ? $"no package/{ListName}" : $"no picture under package/{ImageFolder}")}: it is not {EmojiPreparation.Package}.");
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

    // Code points in hexadecimal: 1f468-200d-1f33e.png.
    [GeneratedRegex(@"^[0-9a-f]{1,8}(-[0-9a-f]{1,8}){0,15}\.png\z")]
    private static partial Regex ImageName();

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
