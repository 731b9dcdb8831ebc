using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Files;
using FaeRealtime.Data.Decoding;
using FaeRealtime.Data.Sources;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;

namespace FaeRealtime.Data.Preparation;

/// <summary>Prepares Google's Noto emoji: base emoji, 64 px, on white, with names and nine categories.</summary>
public static class EmojiPreparation
{
    /// <summary>The npm package that the images come from: data MIT, Noto images Apache-2.0.</summary>
    public const string Package = "emoji-datasource-google@16.0.0";

    // Of the archive that npm fetches; one that is given with --archive is judged by what it holds.
    private const string Integrity = "sha512-ZRexfzs7MVoLnmzZmNsO4TKhnAJp5D++Vm6PpUpH/jEQQlemp3l88CjZ+DoZ2faM9R4QxZkOPJCoT8DlPhfQ3A==";
    private const string ImagesFolder = "images";
    private const int ImageSize = 64;

    /// <summary>Fetches (unless an archive is given) and writes the data folder. Images that are there already are kept, so an interrupted run continues.</summary>
    /// <param name="options">What and where.</param>
    /// <param name="progress">Told about every written image; may be null.</param>
    /// <param name="cancellationToken">Stops between images.</param>
    /// <returns>The manifest as written.</returns>
    /// <exception cref="ConfigException">npm, the network or the archive failed.</exception>
    /// <exception cref="ImageFileException">An image in the archive cannot be read.</exception>
    public static async Task<DatasetManifest> PrepareAsync(EmojiOptions options, IProgress<PreparationProgress>? progress, CancellationToken cancellationToken)
    {
        var scratch = Directory.CreateTempSubdirectory("fae-emoji-");
        try
        {
            progress?.Report(new PreparationProgress(options.Archive is null ? $"npm pack {Package}" : "reading the archive", 0, 0));
            var path = options.Archive ?? await NpmPackage.PackAsync(Package, scratch.FullName, cancellationToken).ConfigureAwait(false);
            if (options.Archive is null)
            {
                new PackageArchive(path).Verify(Package, Integrity);
            }

            var archive = EmojiArchive.Read(path);
            WriteImages(archive, options.OutFolder, progress, cancellationToken);
            return WriteManifest(archive, options);
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    private static void WriteImages(EmojiArchive archive, string folder, IProgress<PreparationProgress>? progress, CancellationToken cancellationToken)
    {
        for (var i = 0; i < archive.Entries.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var entry = archive.Entries[i];
            var target = InnerPath.ForWriting(folder, $"{ImagesFolder}/{entry.File}", $"The archive of {Package}");
            if (!File.Exists(target))
            {
                WriteImage(entry, target);
            }

            progress?.Report(new PreparationProgress("writing pictures", i + 1, archive.Entries.Count));
        }
    }

    private static void WriteImage(EmojiArchive.Entry entry, string target)
    {
        var opaque = WhiteBackground.Compose(Decode(entry));
        using var image = Image.LoadPixelData<Rgb24>(opaque.Pixels, opaque.Width, opaque.Height);
        AtomicFile.Write(target, stream => image.SaveAsPng(stream));
    }

    private static RgbaImage Decode(EmojiArchive.Entry entry)
    {
        RgbaImage image;
        try
        {
            image = ImageDecoder.DecodeRgba(entry.Png);
        }
        catch (ImageFileException failure)
        {
            throw new ImageFileException($"Emoji {entry.File} in the archive cannot be read: {failure.Message} Fetch the archive again.", failure);
        }

        return image is { Width: ImageSize, Height: ImageSize }
            ? image
            : throw new ImageFileException($"Emoji {entry.File} is {image.Width}x{image.Height}, expected {ImageSize}x{ImageSize}. The archive is not {Package}.");
    }

    private static DatasetManifest WriteManifest(EmojiArchive archive, EmojiOptions options)
    {
        string[] classes = [.. archive.Entries.Select(entry => entry.Category).Distinct().Order(StringComparer.Ordinal)];
        var heldOut = HeldOutSplit.Choose([.. archive.Entries.Select(entry => Array.IndexOf(classes, entry.Category))], options.HeldOut, options.Seed);
        var manifest = new DatasetManifest
        {
            Source = $"npm {Package}: emoji data MIT, Noto images Apache-2.0",
            ImageSize = ImageSize,
            Seed = options.Seed,
            Items = [.. archive.Entries.Select((entry, i) => new DatasetItem(
                $"{ImagesFolder}/{entry.File}", entry.Name, entry.Category, heldOut[i] ? DatasetSplit.HeldOut : DatasetSplit.Train))],
        };
        StrictJson.Write(Path.Combine(options.OutFolder, DatasetManifest.ClassesFileName), classes, DatasetJsonContext.Default.StringArray);
        StrictJson.Write(Path.Combine(options.OutFolder, DatasetManifest.FileName), manifest, DatasetJsonContext.Default.DatasetManifest);
        return manifest;
    }
}

/// <summary>What an emoji preparation does.</summary>
/// <param name="OutFolder">Where <c>images/</c>, <c>manifest.json</c> and <c>classes.json</c> go.</param>
/// <param name="Archive">A local archive of the package; null fetches it with npm.</param>
public sealed record EmojiOptions(string OutFolder, string? Archive = null)
{
    /// <summary>Share of every class that is held out.</summary>
    public double HeldOut { get; init; } = 0.1;

    /// <summary>Seed of the held-out choice.</summary>
    public ulong Seed { get; init; } = 1;
}
