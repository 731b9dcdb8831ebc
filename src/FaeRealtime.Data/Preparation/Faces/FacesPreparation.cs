using System.Globalization;
using System.Text;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Files;
using FaeRealtime.Data.Sources;

namespace FaeRealtime.Data.Preparation.Faces;

/// <summary>Prepares drawn faces: twelve styles as classes, colours and attributes by this program's own draw, captions, and a split that holds out images, combinations and wordings.</summary>
public static class FacesPreparation
{
    private const int SmallestSize = 16;
    private const int LargestSize = 1024;

    // A line a tenth where progress is no bar.
    private const int Tenths = 10;

    /// <summary>Draws what is not there yet and writes the data folder. An interrupted run resumes where it was.</summary>
    /// <param name="options">What and where.</param>
    /// <param name="progress">Told about packages and images; may be null. Called on several threads, one at a time.</param>
    /// <param name="cancellationToken">Stops between images.</param>
    /// <returns>The manifest as written.</returns>
    /// <exception cref="ConfigException">An option is wrong, the folder holds something else, or npm, node, the network or an archive failed.</exception>
    public static Task<DatasetManifest> PrepareAsync(FacesOptions options, IProgress<PreparationProgress>? progress, CancellationToken cancellationToken) =>
        PrepareAsync(FaceCatalogue.Load(), options, progress, cancellationToken);

    /// <summary>The same with another catalogue.</summary>
    internal static async Task<DatasetManifest> PrepareAsync(
        FaceCatalogue catalogue, FacesOptions options, IProgress<PreparationProgress>? progress, CancellationToken cancellationToken)
    {
        Check(options, catalogue);
        using var folder = FaceFolder.Open(options.OutFolder, catalogue.Identity(options));
        var draw = new FaceDraw(catalogue, options.Seed);
        foreach (var style in catalogue.Styles)
        {
            Directory.CreateDirectory(Path.Combine(folder.Path, "images", style.Name));
        }

        int[] missing = [.. Enumerable.Range(0, options.Count).Where(number => !folder.Has(draw.Draw(number)))];
        if (missing.Length > 0)
        {
            var script = await FacePackages.InstallAsync(catalogue, options.Archives, folder.Work, progress, cancellationToken).ConfigureAwait(false);
            await RasteriseAsync(new FaceSvgSource(script).DrawAsync(missing.Select(draw.Draw), cancellationToken), folder, options, missing.Length, progress, cancellationToken).ConfigureAwait(false);
        }

        progress?.Report(new PreparationProgress("writing captions", options.Count, options.Count));
        var manifest = WriteTexts(catalogue, draw, folder.Path, options);
        folder.Clean();
        return manifest;
    }

    private static void Check(FacesOptions options, FaceCatalogue catalogue)
    {
        if (options.Count < catalogue.Styles.Count)
        {
            throw new ConfigException($"{options.Count} faces were asked for. Give at least one for each of the {catalogue.Styles.Count} styles.");
        }

        if (options.Size is < SmallestSize or > LargestSize)
        {
            throw new ConfigException($"Faces of {options.Size} px were asked for. Give {SmallestSize} to {LargestSize}.");
        }

        if (options.Workers is < 1)
        {
            throw new ConfigException($"{options.Workers} threads were asked for. Give 1 or more.");
        }
    }

    private static async Task RasteriseAsync(
        IAsyncEnumerable<(Face Face, string Svg)> drawings, FaceFolder folder, FacesOptions options, int count, IProgress<PreparationProgress>? progress, CancellationToken cancellationToken)
    {
        var (gate, done) = (new Lock(), 0);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Workers ?? Environment.ProcessorCount, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(drawings, parallel, (drawing, _) =>
        {
            var (face, svg) = drawing;
            folder.Write(face, FaceRasteriser.ToPng(FaceSvg.Compose(svg, face, options.Size), face.Colours[FacePalettes.Background], options.Size));
            lock (gate)
            {
                done++;
                var step = string.Create(CultureInfo.InvariantCulture, $"drawing {count} faces, {(long)done * Tenths / count * Tenths} %");
                progress?.Report(new PreparationProgress(step, done, count));
            }

            return ValueTask.CompletedTask;
        }).ConfigureAwait(false);
    }

    private static DatasetManifest WriteTexts(FaceCatalogue catalogue, FaceDraw draw, string folder, FacesOptions options)
    {
        var (split, captions, balance) = (new FaceSplit(catalogue.Vocabulary.HeldOut, options.Seed), new FaceCaptions(catalogue.Vocabulary, options.Seed), new FaceBalance());
        var items = new List<DatasetItem>(options.Count);
        AtomicFile.Write(Path.Combine(folder, FaceMetadata.FileName), stream =>
        {
            foreach (var face in Enumerable.Range(0, options.Count).Select(draw.Draw))
            {
                var (reason, texts) = (split.Reason(face), captions.Of(face));
                FaceMetadata.Write(stream, face, texts, reason);
                balance.Add(face, reason is not null);
                items.Add(new DatasetItem(face.File, texts.Trained[0], face.Style.Name, reason is null ? DatasetSplit.Train : DatasetSplit.HeldOut));
            }
        });
        var manifest = new DatasetManifest { Source = FaceReadme.Source(catalogue), ImageSize = options.Size, Seed = options.Seed, Items = items };
        var heldOut = items.Count(item => item.Split == DatasetSplit.HeldOut);
        WriteText(folder, FaceReadme.FileName, FaceReadme.Text(catalogue, options, items.Count - heldOut, heldOut));
        WriteText(folder, FaceBalance.FileName, balance.ToText());
        StrictJson.Write(Path.Combine(folder, FaceAssets.Vocabulary), catalogue.Vocabulary, FaceJsonContext.Default.FaceVocabulary);
        StrictJson.Write(Path.Combine(folder, DatasetManifest.ClassesFileName), [.. catalogue.Styles.Select(style => style.Name)], DatasetJsonContext.Default.StringArray);
        StrictJson.Write(Path.Combine(folder, DatasetManifest.FileName), manifest, DatasetJsonContext.Default.DatasetManifest);
        return manifest;
    }

    private static void WriteText(string folder, string name, string text) => AtomicFile.WriteBytes(Path.Combine(folder, name), Encoding.UTF8.GetBytes(text));
}

/// <summary>What a preparation of drawn faces does.</summary>
/// <param name="OutFolder">Where images, <c>manifest.json</c>, <c>classes.json</c>, <c>metadata.jsonl</c> and the licences go.</param>
public sealed record FacesOptions(string OutFolder)
{
    /// <summary>How many images; face i is the same for every count.</summary>
    public int Count { get; init; } = 40_000;

    /// <summary>Width and height in pixels, 16 to 1,024.</summary>
    public int Size { get; init; } = 128;

    /// <summary>Seed of every draw.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>A folder with the packages' archives as <c>npm pack</c> names them; null fetches them with npm.</summary>
    public string? Archives { get; init; }

    /// <summary>Rasterising threads; null for one a core.</summary>
    public int? Workers { get; init; }
}
