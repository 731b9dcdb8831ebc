using System.Text.Json;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Evaluation.Features;
using FaeRealtime.Evaluation.Understanding;
using FaeRealtime.Models.Encoders;
using FaeRealtime.Training.Recipes;
using FaeRealtime.Training.Tests;
using TorchSharp;

namespace FaeRealtime.Evaluation.Tests.Understanding;

/// <summary>A small model over an encoder with an attention pool, trained for two steps of stage Ia.</summary>
public sealed class RetrievalEvaluationTests : IDisposable
{
    private static readonly VisionEncoderConfig Pooling = SmallRecipe.Model.Encoder with { FeatureBlocks = [], AttentionPool = true, ClassToken = false, MaskToken = false };

    private readonly TrainingPlace _place = Place(Pooling);

    private EvaluationOptions Options => new(ModelFolder.Open(_place.Out)) { DataPath = _place.Data, RandomEncoderSeed = TrainingPlace.EncoderSeed };

    public void Dispose() => _place.Dispose();

    /// <summary>Texts whose embeddings are those of their pictures: through x all are found, whatever x̂ is.</summary>
    [Fact]
    public void Run_TextsThatAreTheirPictures_FindThemByTheirFeatures()
    {
        // Held out are pictures 3, 7 and 11; two captions each for the first two, none for the third.
        WriteCaptions((3, 2), (7, 2), (0, 1));
        TrainingPlace.Train(_place.Options(), [StageKind.Ia, StageKind.Ib]);
        using var scope = torch.NewDisposeScope();
        using var encoder = IImageEncoder.Random(Pooling, TrainingPlace.EncoderSeed);
        using var space = new FeatureSpace(encoder, FeaturePooling.Class, torch.CPU);
        using var data = EvaluationData.Load(Options, default);
        var pooled = space.All(data.HeldOutImages, null, default); // [3, 16]
        var asked = new List<string>();

        float[] Embed(string text)
        {
            asked.Add(text);
            return pooled[int.Parse(text.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture) / 4].mul(3).data<float>().ToArray();
        }

        var report = RetrievalEvaluation.Run(Options, Embed, null, TimeProvider.System, default);

        Assert.Equal(["picture 3 caption 0", "picture 3 caption 1", "picture 7 caption 0", "picture 7 caption 1"], asked);
        Assert.Equal((2, 4, "small-vit"), (report.Images, report.Texts, report.Encoder));
        Assert.Equal(new RetrievalRecall(1, 1, 1), report.Features.TextToImage);
        Assert.Equal(new RetrievalRecall(1, 1, 1), report.Features.ImageToText);
        Assert.Equal(1, report.Restored.TextToImage.At5);
    }

    [Fact]
    public void Run_WithoutCaptionsOrPool_SaysWhatIsMissing()
    {
        TrainingPlace.Train(_place.Options(), [StageKind.Ia, StageKind.Ib]);
        var failure = Assert.Throws<ConfigException>(() => RetrievalEvaluation.Run(Options, _ => new float[16], null, TimeProvider.System, default));
        Assert.Contains("caption", failure.Message, StringComparison.Ordinal);

        foreach (var encoder in new[] { Pooling with { AttentionPool = false }, Pooling with { FeatureBlocks = [1] } })
        {
            var folder = _place.File("other " + encoder.FeatureBlocks.Count);
            ModelFolder.Create(folder, SmallRecipe.Model with { Encoder = encoder }, ["a", "b", "c"]);
            var options = new EvaluationOptions(ModelFolder.Open(folder)) { DataPath = _place.Data };
            Assert.Contains("attention pool", Assert.Throws<ConfigException>(() => RetrievalEvaluation.Run(options, _ => new float[16], null, TimeProvider.System, default)).Message, StringComparison.Ordinal);
        }
    }

    private static TrainingPlace Place(VisionEncoderConfig encoder)
    {
        var recipe = SmallRecipe.Of(steps: 2);
        return new TrainingPlace(recipe with { Model = recipe.Model with { Encoder = encoder }, Ia = recipe.Ia with { BlockWeights = [1] } });
    }

    private void WriteCaptions(params (int Picture, int Count)[] captions) => File.WriteAllLines(
        Path.Combine(_place.Data, "metadata.jsonl"),
        captions.Select(one => JsonSerializer.Serialize(new { file = $"images/{one.Picture:d2}.png", captions = Enumerable.Range(0, one.Count).Select(caption => $"picture {one.Picture} caption {caption}") })));
}
