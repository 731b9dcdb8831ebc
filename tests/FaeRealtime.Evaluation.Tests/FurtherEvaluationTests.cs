using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Evaluation.Generation;
using FaeRealtime.Evaluation.Patches;
using FaeRealtime.Evaluation.Understanding;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;

namespace FaeRealtime.Evaluation.Tests;

public sealed class FurtherEvaluationTests(EvaluatedModel model) : IClassFixture<EvaluatedModel>
{
    [Fact]
    public void Understanding_SmallSet_HasARowForEveryRepresentation()
    {
        var report = UnderstandingEvaluation.Run(new UnderstandingOptions(model.Options) { Neighbours = [1, 3, 500], ProbeSteps = 5 }, null, TimeProvider.System, default);

        Assert.Equal(["x, mean of tokens", "x̂, mean of tokens", "z, mean of tokens", "z, all tokens"], report.Rows.Select(row => row.Representation));
        Assert.Equal([32, 32, 8, 128], report.Rows.Select(row => row.Width));
        Assert.All(report.Rows, row =>
        {
            Assert.Equal([1, 3], row.Neighbours.Select(entry => entry.Neighbours)); // More neighbours than training pictures cannot vote.
            Assert.InRange(row.LinearProbe, 0, 1);
        });
        Assert.Single(report.Rows, row => row.FeatureProbe is not null);
    }

    [Fact]
    public void Neighbours_Samples_NamesTheNearestAndDrawsThePairs()
    {
        var sheet = model.Place.File("neighbours.png");

        var report = NeighbourEvaluation.Run(
            new NeighbourOptions(model.Options, new SamplerChoice(GeneratorVariant.Teacher, 2), sheet) { Count = 6, Columns = 3, Seed = 5 }, null, TimeProvider.System, default);

        Assert.Equal([5UL, 6, 7, 8, 9, 10], report.Samples.Select(sample => sample.Seed));
        Assert.All(report.Samples, sample => Assert.StartsWith("picture ", sample.Nearest, StringComparison.Ordinal));
        using var image = Image.Load<Rgb24>(sheet);
        Assert.Equal((3 * 34) + 2, image.Width);
        Assert.Equal((4 * 34) + 2, image.Height);
    }

    [Fact]
    public void Patches_TwoPictures_DrawsBothFigures()
    {
        var images = Directory.EnumerateFiles(Path.Combine(model.Place.Data, "images")).Order(StringComparer.Ordinal).Take(2).ToArray();

        var report = PatchEvaluation.Run(new PatchOptions(model.Options, images, model.Place.File("patches")) { Patches = [(0, 3)] }, null, TimeProvider.System, default);

        Assert.Equal(2, report.Files.Count);
        Assert.All(report.Files, file => Image.Load<Rgb24>(file).Dispose());
        Assert.InRange(report.Restored, -1, 1);
        Assert.InRange(report.RestoredMatches!.Value, 0, 1);
    }

    [Fact]
    public void Patches_OutsideTheGrid_IsRefused()
    {
        var image = Path.Combine(model.Place.Data, "images", "00.png");

        var options = new PatchOptions(model.Options, [image], model.Place.File("patches")) { Patches = [(4, 0)] };
        Assert.Contains("0 to 3", Assert.Throws<ConfigException>(() => PatchEvaluation.Run(options, null, TimeProvider.System, default)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Patches_NoPicture_IsRefused()
    {
        var options = new PatchOptions(model.Options, [model.Place.File("recipe.json")], model.Place.File("patches"));

        Assert.Throws<ImageFileException>(() => PatchEvaluation.Run(options, null, TimeProvider.System, default));
    }
}
