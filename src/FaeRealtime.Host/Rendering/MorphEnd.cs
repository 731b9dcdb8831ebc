using System.Globalization;
using FaeRealtime.Core.Architectures;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Video.Metadata;

namespace FaeRealtime.Host.Rendering;

/// <summary>One end of a morph: a seed, or a picture file.</summary>
internal sealed record MorphEnd
{
    private MorphEnd(ulong? seed, string? path) => (Seed, Path) = (seed, path);

    /// <summary>The seed; null for a picture.</summary>
    public ulong? Seed { get; }

    /// <summary>The picture; null for a seed.</summary>
    public string? Path { get; }

    /// <summary>Reads what was given: a file that is there, else a number.</summary>
    /// <exception cref="ConfigException">It is neither.</exception>
    public static MorphEnd Parse(string text) =>
        File.Exists(text) ? new MorphEnd(null, text)
        : ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seed) ? new MorphEnd(seed, null)
        : throw new ConfigException($"'{text}' is neither a picture file that is there nor a seed. Give a PNG, JPEG, WebP or GIF file, or a whole number from 0.");

    /// <summary>The refusal of a picture where no encoder was given.</summary>
    /// <param name="folder">The model.</param>
    public ConfigException NeedsEncoder(ModelFolder folder) => new(
        $"{Path} is a picture, which only the model's frozen ViT can turn into a latent: give --encoder FILE, {ArchitectureCatalogue.OfficialFile(folder.Config.Encoder)}.") { Subject = "EncoderPath" };

    /// <summary>As metadata say it: the seed, or the file's name and the hash of its content.</summary>
    /// <exception cref="ImageFileException">The file cannot be read.</exception>
    public string Describe() => Path is null ? Seed!.Value.ToString(CultureInfo.InvariantCulture) : FileIdentity.Of(Path);
}
