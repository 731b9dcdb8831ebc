using FaeRealtime.Core.Arrays;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Data.Loading;
using FaeRealtime.Data.Sources;
using FaeRealtime.Evaluation.Features;
using FaeRealtime.Evaluation.Generation;
using FaeRealtime.Evaluation.Reconstruction;
using FaeRealtime.Models;
using FaeRealtime.Models.Checkpoints;
using FaeRealtime.Testing;
using FaeRealtime.Training.Losses;
using FaeRealtime.Training.Tests;
using TorchSharp;

namespace FaeRealtime.Evaluation.Tests.Generation;

public sealed class GenerationEvaluationTests : IClassFixture<EvaluatedModel>
{
    private const string Perceptual = "data/perceptual/squeezenet1_1_onnxzoo.f32.safetensors";

    private readonly EvaluatedModel _model;

    public GenerationEvaluationTests(EvaluatedModel model) => _model = model;

    [Fact]
    public void Run_SeveralSamplers_HasARowEachAndTheSameAgain()
    {
        var options = new GenerationOptions(_model.Options, SamplerChoice.ParseList("teacher:2,teacher:3@1,few-step:1")) { Count = 40 };

        var report = Run(options);

        Assert.Equal(["teacher:2", "teacher:3@1", "few-step:1"], report.Samplers.Select(row => row.Sampler));
        Assert.Equal([1.5, 1.0, null], report.Samplers.Select(row => row.Guidance));
        Assert.All(report.Samplers, row =>
        {
            Assert.True(row.Metrics.FrechetDistance > 0);
            Assert.InRange(row.Metrics.Precision!.Value, 0, 1);
            Assert.InRange(row.Metrics.Recall!.Value, 0, 1);
            Assert.True(row.Neighbours.MedianRatio > 0);
            Assert.True(row.Seams > 0);
        });
        Assert.True(report.RealSeams > 0);
        Assert.Equal("small-vit", report.Encoder);
        Assert.Contains("9 training and 3 held-out", report.Real, StringComparison.Ordinal);
        Assert.Equal(Metrics(report), Metrics(Run(options)));
    }

    [Fact]
    public void Request_OfAModelWithWords_AsksForCaptionsOfTheSameClassEvenly()
    {
        var model = ModelFolder.Create(_model.Place.File("words"), SmallRecipe.Model with { Generator = SmallRecipe.Model.Generator with { Text = new TextConditionConfig() } }, ["a", "b", "c"]);
        ImageEntry[] entries = [.. Enumerable.Range(0, 12).Select(i => new ImageEntry($"{i}.png", $"{i}", i % 2) { Captions = $"class {i % 2}, number {i}\nother" })];
        using var data = new EvaluationData(Set(entries[..8]), Set(entries[8..]), ["a", "b", "c"]);

        var request = SampleRequest.Of(model, data, balanced: true, 9, seed: 5);
        var without = SampleRequest.Of(_model.Options.Model, data, balanced: true, 9, seed: 5);

        Assert.Equal(without.Labels, request.Labels);
        Assert.Empty(without.Captions);
        Assert.Equal(["class 0, number 0", "class 0, number 4", "class 0, number 8"], request.Captions.Where((_, i) => request.Labels[i] == 0));
        Assert.Equal(["class 1, number 1", "class 1, number 5", "class 1, number 9"], request.Captions.Where((_, i) => request.Labels[i] == 1));
        Assert.Equal(["", "", ""], request.Captions.Where((_, i) => request.Labels[i] == 2));

        static ImageSet Set(ImageEntry[] some) => ImageSet.Open("nowhere", some, 8, mirrored: false, new DataOptions { Workers = 1 }, null);
    }

    /// <summary>A generator that knows words alone is asked for the captions of the data, whatever classes that has, or for those of a file.</summary>
    [Fact]
    public void Run_OfAModelWithWordsAlone_AsksForTheDatasOrAFilesCaptions()
    {
        var words = SmallRecipe.Model with
        {
            Generator = new MMDiTConfig { Width = 16, Depth = 1, Heads = 2, TextWidth = 4, TextTokens = 3, Text = new TextConditionConfig { Encoder = "four", Width = 4 } },
            FewStep = null,
        };
        var model = ModelFolder.Create(_model.Place.File("words-alone"), words, []);
        foreach (var file in Directory.EnumerateFiles(_model.Options.Model.Path, "*coder.safetensors"))
        {
            File.Copy(file, Path.Combine(model.Path, Path.GetFileName(file)), overwrite: true);
        }

        using (var network = ModelNetworks.Generator(words))
        {
            RandomWeights.Draw(network, 3);
            ModuleCheckpoint.Save(network, model.GeneratorPath);
        }

        new PhraseTable("four", 4, ["red", "blue"], [1, 2, 3, 4, 4, 3, 2, 1], [1, 1]).Save(model.PhrasesPath);
        File.WriteAllText(_model.Place.File("captions.txt"), string.Join('\n', Enumerable.Range(0, 30).Select(i => i % 2 == 0 ? "red" : "blue, red")));
        var options = new GenerationOptions(_model.Options with { Model = model }, SamplerChoice.ParseList("teacher:1")) { Count = 12 };

        var ofData = Run(options);
        var ofFile = Run(options with { CaptionsPath = _model.Place.File("captions.txt") });

        Assert.Contains("captions.txt, without class", ofFile.Classes, StringComparison.Ordinal);
        Assert.NotEqual(ofData.Samplers[0].Metrics.FrechetDistance, ofFile.Samplers[0].Metrics.FrechetDistance);
        var beside = NeighbourEvaluation.Run(
            new NeighbourOptions(options.Evaluation, SamplerChoice.ParseList("teacher:1")[0], _model.Place.File("neighbours.png")) { Count = 4, CaptionsPath = _model.Place.File("captions.txt") }, null, TimeProvider.System, default);
        Assert.Equal(["blue, red", "blue, red", "red", "red"], beside.Samples.Select(sample => sample.Class).Order(StringComparer.Ordinal));
        Assert.Contains("knows no words", Assert.Throws<ConfigException>(() => Run(options with { Evaluation = _model.Options, CaptionsPath = "none" })).Message, StringComparison.Ordinal);
        Assert.Contains("30 for 31", Assert.Throws<ConfigException>(() => Run(options with { Count = 31, CaptionsPath = _model.Place.File("captions.txt") })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_SamplesStored_AreFoundAgainWithTheSameNumbers()
    {
        var folder = _model.Place.File("samples");
        var options = new GenerationOptions(_model.Options, SamplerChoice.ParseList("teacher:2")) { Count = 33, SamplesPath = folder };

        var first = Run(options);
        var second = Run(options);

        Assert.NotNull(first.Samplers[0].Seconds);
        Assert.Null(second.Samplers[0].Seconds);
        Assert.Equal(Metrics(first), Metrics(second));
        using var archive = NpzArchive.Open(Assert.Single(Directory.EnumerateFiles(folder)));
        using var images = archive.Array("arr_0");
        Assert.Equal([33, SmallRecipe.ImageSize, SmallRecipe.ImageSize, 3], images.Shape);
    }

    [Fact]
    public void Run_SamplesAsReference_AreAtDistanceZeroFromThemselves()
    {
        var file = _model.Place.File("reference.npz");
        var options = new GenerationOptions(_model.Options, SamplerChoice.ParseList("teacher:2")) { Count = 20, SamplesPath = file };
        Run(options);

        var metrics = Run(options with { SamplesPath = null, ReferencePath = file }).Samplers[0].Metrics;

        Assert.Equal(0, metrics.FrechetDistance, 5);
        Assert.Equal((1.0, 1.0), (metrics.Precision!.Value, metrics.Recall!.Value));
    }

    [Fact]
    public void Sampling_StudentThatIsNotThere_IsRefused() => Assert.Contains(
        "no few-step student",
        Assert.Throws<ConfigException>(() => new SamplerChoice(GeneratorVariant.FewStep, 2).Sampling(SmallRecipe.Model with { FewStep = null })).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Run_OneFileForTwoSamplers_IsRefusedAtOnce()
    {
        var options = new GenerationOptions(_model.Options, SamplerChoice.ParseList("teacher:2,teacher:3")) { Count = 10, SamplesPath = _model.Place.File("both.npz") };

        Assert.Contains("Give a folder", Assert.Throws<ConfigException>(() => Run(options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_Cancelled_Stops() => Assert.Throws<OperationCanceledException>(() =>
        GenerationEvaluation.Run(new GenerationOptions(_model.Options, SamplerChoice.ParseList("teacher:2")), null, TimeProvider.System, new CancellationToken(canceled: true)));

    [Fact]
    public void Reconstruction_BothWays_HasFiniteNumbers()
    {
        var report = ReconstructionEvaluation.Run(_model.Options, null, TimeProvider.System, default);

        Assert.Equal(["x̂", "x"], report.Rows.Select(row => row.From));
        Assert.All(report.Rows, row =>
        {
            Assert.InRange(row.Psnr, 1, 60);
            Assert.InRange(row.Ssim, -1, 1);
            Assert.True(row.HeldOutDistance > 0 && row.AllDistance > 0);
            Assert.True(row.Seams > 0);
        });
        Assert.Equal((3, 9), (report.HeldOut, report.Train));
        Assert.True(report.RealSeams > 0);
    }

    [SharedFact(Perceptual)]
    public void SecondSpace_OfBothReports_TellsNearFromFar()
    {
        var options = _model.Options with { PerceptualPath = SharedData.Path(Perceptual) };
        var reconstruction = ReconstructionEvaluation.Run(options, null, TimeProvider.System, default);
        var generation = Run(new GenerationOptions(options, SamplerChoice.ParseList("teacher:2")) { Count = 12 });

        Assert.All(reconstruction.Rows, row => Assert.True(row.SecondDistance > 0 && row.Perceptual > 0));
        Assert.True(generation.Samplers[0].SecondDistance > 0);
        Assert.Equal("SqueezeNet 1.1, unweighted", generation.SecondSpace);
        Assert.Null(Run(new GenerationOptions(_model.Options, SamplerChoice.ParseList("teacher:2")) { Count = 12 }).Samplers[0].SecondDistance);

        using var net = PerceptualDistance.Load(options.PerceptualPath);
        using var real = new SecondSpace(net);
        using var same = new SecondSpace(net);
        using var other = new SecondSpace(net);
        using var noise = torch.rand(16, 3, 32, 32, generator: new torch.Generator(3));
        using var dark = noise * 0.3;
        real.Add(noise);
        same.Add(noise);
        other.Add(dark);
        Assert.InRange(SecondSpace.Distance([real], [same]), -1e-3, 1e-3);
        Assert.True(SecondSpace.Distance([real], [other]) > 1);
    }

    [Fact]
    public void Run_Evaluation_LeavesNoTensors() => Assert.Equal(0, LiveTensors.GrowthDuring(() =>
    {
        Run(new GenerationOptions(_model.Options, SamplerChoice.ParseList("teacher:2")) { Count = 10 });
        ReconstructionEvaluation.Run(_model.Options, null, TimeProvider.System, default);
    }));

    private static IEnumerable<SetComparison> Metrics(GenerationReport report) => report.Samplers.Select(row => row.Metrics);

    private static GenerationReport Run(GenerationOptions options) => GenerationEvaluation.Run(options, null, TimeProvider.System, default);
}
