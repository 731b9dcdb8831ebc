using System.Globalization;
using FaeRealtime.Core.Errors;
using FaeRealtime.Data.Resampling;
using FaeRealtime.Evaluation.Features;
using FaeRealtime.Evaluation.ImageSets;
using FaeRealtime.Training.Runs;
using TorchSharp;

namespace FaeRealtime.Evaluation.Patches;

/// <summary>Draws which patches are alike, in one image and between two, in x, x̂ and z: the paper's figures 4 and 8 to 11.</summary>
public static class PatchEvaluation
{
    /// <summary>The file with similarity maps.</summary>
    public const string SimilarityFile = "similarity.png";

    /// <summary>The file with matches between the first image and the others.</summary>
    public const string MatchesFile = "matches.png";

    /// <summary>Computes and draws.</summary>
    /// <param name="options">Which images and patches.</param>
    /// <param name="progress">The listener, or null.</param>
    /// <param name="clock">For rates.</param>
    /// <param name="cancellationToken">Stops between images.</param>
    /// <exception cref="FaeException">A file is missing, damaged or does not fit.</exception>
    public static PatchReport Run(PatchOptions options, IProgress<TrainingProgress>? progress, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var guard = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var evaluation = options.Evaluation;
        using var space = FeatureSpace.Open(evaluation.Model.Config.Encoder, evaluation);
        using var model = Autoencoding.Load(evaluation.Model, space.Encoder, evaluation.Device);
        var images = PatchImages.Read(options.Images, evaluation.Model.Config.PixelDecoder.ImageSize);
        var report = new EvaluationProgress(progress, clock).Begin("pictures", images.Count);
        cancellationToken.ThrowIfCancellationRequested();
        var x = model.Features(images.Batch()); // [N, T, D]
        var z = model.Latent(x); // [N, T, C]
        PatchTokens[] spaces = [new("x", x), new("x̂", model.Restore(z)), new("z", z)];
        report(images.Count);
        var side = evaluation.Model.Config.Encoder.Grid;
        Directory.CreateDirectory(options.OutFolder);
        var similarity = Path.Combine(options.OutFolder, SimilarityFile);
        DrawSimilarities(similarity, images, spaces, Chosen(options.Patches, side), side);
        var matches = images.Count > 1 ? Path.Combine(options.OutFolder, MatchesFile) : null;
        if (matches is not null)
        {
            DrawMatches(matches, images, spaces, options.Matches, side);
        }

        return new PatchReport(
            evaluation.Model.Config.Name,
            space.EncoderName,
            side,
            matches is null ? [similarity] : [similarity, matches],
            Agreement(spaces[0], spaces[1], images.Count),
            Agreement(spaces[0], spaces[2], images.Count),
            Shared(spaces[0], spaces[1], images.Count),
            Shared(spaces[0], spaces[2], images.Count));
    }

    // A row for each image and patch: the image with the patch framed, then its similarities in x, x̂ and z.
    private static void DrawSimilarities(string path, PatchImages images, PatchTokens[] spaces, IReadOnlyList<int> patches, int side)
    {
        using var canvas = new PatchCanvas(1 + spaces.Length, images.Count * patches.Count, images.Side, 1 + spaces.Length);
        for (var row = 0; row < images.Count * patches.Count; row++)
        {
            var (image, patch) = (row / patches.Count, patches[row % patches.Count]);
            canvas.Image(0, row, images[image]);
            canvas.Frame(0, row, patch, side);
            for (var i = 0; i < spaces.Length; i++)
            {
                canvas.Map(i + 1, row, spaces[i].Similarities(image, image).AsSpan(patch * side * side, side * side));
                canvas.Frame(i + 1, row, patch, side);
            }
        }

        canvas.Save(path);
    }

    // A row for each further image: pairs of tiles for x, x̂ and z, with points of one colour where two patches are each other's most similar.
    private static void DrawMatches(string path, PatchImages images, PatchTokens[] spaces, int most, int side)
    {
        using var canvas = new PatchCanvas(2 * spaces.Length, images.Count - 1, images.Side, 2);
        for (var other = 1; other < images.Count; other++)
        {
            for (var i = 0; i < spaces.Length; i++)
            {
                canvas.Image(2 * i, other - 1, images[0]);
                canvas.Image((2 * i) + 1, other - 1, images[other]);
                var matches = spaces[i].Matches(0, other).Take(most).ToArray();
                for (var m = 0; m < matches.Length; m++)
                {
                    canvas.Point(2 * i, other - 1, matches[m].From, side, HeatColour.Hue(m, matches.Length));
                    canvas.Point((2 * i) + 1, other - 1, matches[m].To, side, HeatColour.Hue(m, matches.Length));
                }
            }
        }

        canvas.Save(path);
    }

    private static double Agreement(PatchTokens first, PatchTokens second, int images) => Enumerable.Range(0, images).Average(image => first.Agreement(second, image));

    private static double? Shared(PatchTokens first, PatchTokens second, int images) => images < 2 ? null : Enumerable.Range(1, images - 1).Average(other =>
    {
        var wanted = first.Matches(0, other).Select(match => (match.From, match.To)).ToHashSet();
        return second.Matches(0, other).Count(match => wanted.Contains((match.From, match.To))) / (double)wanted.Count;
    });

    private static IReadOnlyList<int> Chosen(IReadOnlyList<(int Row, int Column)> patches, int side)
    {
        foreach (var (row, column) in patches.Where(patch => patch.Row < 0 || patch.Row >= side || patch.Column < 0 || patch.Column >= side))
        {
            throw new ConfigException(string.Create(CultureInfo.InvariantCulture, $"Patch {row},{column} is outside the grid, whose rows and columns are 0 to {side - 1}.")) { Subject = nameof(PatchOptions.Patches) };
        }

        return patches.Count > 0 ? [.. patches.Select(patch => (patch.Row * side) + patch.Column)] : [(side / 2 * side) + (side / 2), (side / 4 * side) + (side / 2)];
    }
}

/// <summary>What <c>fae eval patches</c> was asked for.</summary>
/// <param name="Evaluation">Model and encoder.</param>
/// <param name="Images">Image files, at least one; matches need two.</param>
/// <param name="OutFolder">Where <c>similarity.png</c> and <c>matches.png</c> go.</param>
public sealed record PatchOptions(EvaluationOptions Evaluation, IReadOnlyList<string> Images, string OutFolder)
{
    /// <summary>Rows and columns of the patches whose similarity to all others is drawn; empty for two in the middle of each image.</summary>
    public IReadOnlyList<(int Row, int Column)> Patches { get; init; } = [];

    /// <summary>Most matches drawn between two images.</summary>
    public int Matches { get; init; } = 12;
}

/// <summary>What <c>fae eval patches</c> found.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Encoder">The encoder whose features x are.</param>
/// <param name="Grid">Patches in a row of the grid.</param>
/// <param name="Files">The PNGs.</param>
/// <param name="Restored">How like x's the similarities in x̂ are: the correlation over all pairs of patches of an image, mean over the images.</param>
/// <param name="Latent">The same of z.</param>
/// <param name="RestoredMatches">Share of x's matches between two images that x̂ has too; null for one image.</param>
/// <param name="LatentMatches">The same of z.</param>
public sealed record PatchReport(
    string Model, string Encoder, int Grid, IReadOnlyList<string> Files, double Restored, double Latent, double? RestoredMatches, double? LatentMatches);

/// <summary>A few image files at a model's size.</summary>
internal sealed class PatchImages
{
    private readonly RgbImage[] _images;

    private PatchImages(RgbImage[] images, int side) => (_images, Side) = (images, side);

    /// <summary>Reads the files; those of another size are cropped as ADM does.</summary>
    /// <exception cref="ImageFileException">A file is missing or no image.</exception>
    public static PatchImages Read(IReadOnlyList<string> paths, int side) => new([.. paths.Select(path => ImageFile.Read(path, side))], side);

    public int Side { get; }

    public int Count => _images.Length;

    public RgbImage this[int index] => _images[index];

    /// <summary>All of them.</summary>
    /// <returns><c>[N, 3, S, S]</c> in [0, 1]; the caller disposes.</returns>
    public torch.Tensor Batch() => ByteImages.FromBytes([.. _images.SelectMany(image => image.Pixels)], Count, Side, Side);
}
