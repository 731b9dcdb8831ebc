using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Training.Recipes;

namespace FaeRealtime.Training.Tests.Stages;

public sealed class FlowMatchingStageTests
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

        TrainingPlace.Train(place.Options());

        Assert.True(File.Exists(Path.Combine(place.Out, "sheets", "iii-000040.png")));
        var losses = File.ReadLines(Path.Combine(place.Out, "log.jsonl"))
            .Where(line => line.Contains("\"stage\":\"iii\"", StringComparison.Ordinal) && line.Contains("\"loss\":", StringComparison.Ordinal))
            .Select(line => System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("loss").GetDouble())
            .ToList();
        Assert.True(losses.Count >= 20, $"{losses.Count} losses");
        Assert.True(losses.TakeLast(5).Average() < losses.Take(5).Average(), $"[{string.Join(", ", losses)}]");
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
