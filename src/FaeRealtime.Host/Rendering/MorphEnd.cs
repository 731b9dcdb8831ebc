using System.Globalization;
using FaeRealtime.Core.Architectures;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Video.Metadata;

namespace FaeRealtime.Host.Rendering;

/// <summary>One end of a morph: a seed, with words of its own or not, or a picture file.</summary>
internal sealed record MorphEnd
{
    private MorphEnd(ulong? seed, string? path, string? words) => (Seed, Path, Words) = (seed, path, words);

    /// <summary>The seed; null for a picture.</summary>
    public ulong? Seed { get; }

    /// <summary>The picture; null for a seed.</summary>
    public string? Path { get; }

    /// <summary>Its own prompt; null for that of both ends.</summary>
    public string? Words { get; }

    /// <summary>Reads what was given: a file that is there, else a number, words behind a colon.</summary>
    /// <exception cref="ConfigException">It is neither.</exception>
    public static MorphEnd Parse(string text)
    {
        if (File.Exists(text))
        {
            return new MorphEnd(null, text, null);
        }

        string[] parts = text.Split(':', 2);
        return ulong.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var seed)
            ? new MorphEnd(seed, null, parts.ElementAtOrDefault(1)?.Trim())
            : throw new ConfigException($"'{text}' is neither a picture file that is there nor a seed. Give a PNG, JPEG, WebP or GIF file, or a whole number from 0, with words or without, such as \"7: red hair\".");
    }

    /// <summary>The refusal of a picture where no encoder was given.</summary>
    /// <param name="folder">The model.</param>
    public ConfigException NeedsEncoder(ModelFolder folder) => new(
        $"{Path} is a picture, which only the model's frozen ViT can turn into a latent: give --encoder FILE, {ArchitectureCatalogue.OfficialFile(folder.Config.Encoder)}.") { Subject = "EncoderPath" };

    /// <summary>As metadata say it: the seed and its words, or the file's name and the hash of its content.</summary>
    /// <exception cref="ImageFileException">The file cannot be read.</exception>
    public string Describe() => Path is null ? string.Create(CultureInfo.InvariantCulture, $"{Seed}{(Words is null ? "" : $": {Words}")}") : FileIdentity.Of(Path);
}
