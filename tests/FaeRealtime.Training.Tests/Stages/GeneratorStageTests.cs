using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Models;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Flow;
using FaeRealtime.Training.Recipes;
using TorchSharp;

namespace FaeRealtime.Training.Tests.Stages;

public sealed class GeneratorStageTests
{
    [Theory]
    [InlineData(PathKind.Gvp, PredictionKind.Noise, SolverKind.EulerMaruyama)]
    [InlineData(PathKind.Vp, PredictionKind.Score, SolverKind.Heun)]
    [InlineData(PathKind.Linear, PredictionKind.Velocity, SolverKind.Dopri5)]
    public void Train_OtherPathPredictionAndSolver_LossFallsAndSampleGridsAreDrawn(PathKind path, PredictionKind prediction, SolverKind solver)
    {
        var recipe = SmallRecipe.Of(10);
        using var place = new TrainingPlace(recipe with
        {
            Model = recipe.Model with
            {
                Generator = recipe.Model.Generator with { Path = path, Prediction = prediction, Time = TimeDirection.DataAtOne },
                FewStep = null,
                Sampling = recipe.Model.Sampling with { Start = 0.999, End = 0.001, Solver = solver, GuidedChannels = 3 },
            },
            Iv = null,
            Iii = recipe.Iii with { Optimisation = SmallRecipe.Optimisation(40, 8, 5e-3), CosineWeight = prediction == PredictionKind.Velocity ? 1 : 0 },
        });

        Assert.True(FallsOver40Steps(place));
        Assert.True(File.Exists(Path.Combine(place.Out, "sheets", "iii-000040.png")));
    }

    public static TheoryData<string, string> Kinds => new()
    {
        { "starflow", "heldOut.bitsPerDimension" },
        { "tarflow", "heldOut.bitsPerDimension" },
        { "mmdit", "heldOut.flow" },
        { "ddt", "heldOut.flow" },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Train_OtherArchitecture_LossFallsAndAFolderIsPublishedThatSamples(string kind, string metric)
    {
        var recipe = SmallRecipe.Of(3);
        var body = (LightningDiTConfig)recipe.Model.Generator;
        GeneratorConfig generator = kind switch
        {
            "starflow" => new StarFlowConfig { Width = 32, Layers = [1, 1], HeadWidth = 32, Classes = SmallRecipe.Classes, ConditionTokens = 1, ConditionWidth = SmallRecipe.Classes + 1 },
            "tarflow" => new TarFlowConfig { Width = 32, Blocks = 2, LayersPerBlock = 1, HeadWidth = 16, Classes = SmallRecipe.Classes },
            "mmdit" => new MMDiTConfig { Width = 32, Depth = 2, Heads = 2, TextWidth = 6, TextTokens = 3 },
            _ => new DdtConfig { Body = body, HeadWidth = 48, HeadDepth = 1, HeadHeads = 2 },
        };
        using var place = new TrainingPlace(recipe with
        {
            Model = recipe.Model with { Generator = generator, FewStep = null, Sampling = recipe.Model.Sampling with { Steps = generator.IsFlow ? 1 : 2 } },
            Iv = null,
            Iii = recipe.Iii with { Optimisation = SmallRecipe.Optimisation(40, 8, 5e-3) },
        });

        Assert.True(FallsOver40Steps(place));
        Assert.Contains(metric, File.ReadAllText(Path.Combine(place.Out, "log.jsonl")), StringComparison.Ordinal);
        Assert.True(new FileInfo(Path.Combine(place.Out, "sheets", "iii-000040.png")).Length > 100);
        var config = ModelFolder.Open(place.Out).Config;
        Assert.Equal(generator.GetType(), config.Generator.GetType());
        using var model = FaeModel.Load(ModelFolder.Open(place.Out), torch.CPU, ModelParts.Generator);
        using var noise = torch.randn(2, config.Latent.Channels, config.Latent.Side, config.Latent.Side);
        var sampled = model.Generator.Sampler(null).Generate(noise, generator.Classes == 0 ? ClassCondition.None : ClassCondition.Of(1), SamplingPlan.Of(config.Sampling), null, CancellationToken.None);
        Assert.Equal(noise.shape, sampled.shape);
        Assert.True(sampled.isfinite().all().item<bool>());
        Assert.False(sampled.allclose(noise));
    }

    private static bool FallsOver40Steps(TrainingPlace place)
    {
        TrainingPlace.Train(place.Options());
        var losses = File.ReadLines(Path.Combine(place.Out, "log.jsonl"))
            .Where(line => line.Contains("\"stage\":\"iii\"", StringComparison.Ordinal) && line.Contains("\"loss\":", StringComparison.Ordinal))
            .Select(line => System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("loss").GetDouble())
            .ToList();
        Assert.True(losses.Count >= 20, $"{losses.Count} losses");
        return losses.TakeLast(5).Average() < losses.Take(5).Average();
    }

    [Fact]
    public void Read_SampleGridsThatTheSolverCannotDraw_Refused()
    {
        var recipe = SmallRecipe.Of(3);
        using var place = new TrainingPlace(recipe);
        place.WriteRecipe("one.json", recipe with { Model = recipe.Model with { Sampling = recipe.Model.Sampling with { Solver = SolverKind.HeunSde } }, Iii = recipe.Iii with { SampleGridSteps = 1 } });
        place.WriteRecipe("null.json", recipe with { Model = recipe.Model with { Generator = recipe.Model.Generator with { LabelDropout = 0 } } });

        Assert.Contains("needs 2 or more", Assert.Throws<ConfigException>(() => RecipeFile.Read(place.File("one.json"))).Message, StringComparison.Ordinal);
        Assert.Contains("iii.sheetGuidance", Assert.Throws<ConfigException>(() => RecipeFile.Read(place.File("null.json"))).Message, StringComparison.Ordinal);
    }
}
