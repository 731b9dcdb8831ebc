using FaeRealtime.Core.Folders;
using FaeRealtime.Training.Export;
using FaeRealtime.Training.Recipes;
using FaeRealtime.Training.Runs;

namespace FaeRealtime.Training.Tests.Stages;

public sealed class DistillationStageTests : IDisposable
{
    private readonly TrainingPlace _place = new(SmallRecipe.Of(10));

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData(0, 1)]
    [InlineData(6, 1)]
    [InlineData(6, 0)]
    public void Train_FirstStepInParts_HasTheLossOfTheWholeBatch(int trajectories, double regressionShare)
    {
        var iv = _place.Recipe.Iv! with { RegressionShare = regressionShare, Trajectories = _place.Recipe.Iv!.Trajectories with { Count = trajectories } };
        var whole = FirstStep("whole", iv);
        var parts = FirstStep("parts", iv with { Optimisation = iv.Optimisation with { PartSize = 3 } });

        Assert.True(whole.Error > 1e-4, $"{whole}");
        Assert.Equal(1, parts.Loss / whole.Loss, 1e-3);
        Assert.Equal(1, parts.Error / whole.Error, 1e-3);
        Assert.Equal(trajectories > 0 && regressionShare > 0, Directory.Exists(new RunFolder(_place.File("whole")).TrajectoryFolder));
    }

    [Fact]
    public void Train_StudentForAModelTrainedWithoutOne_IsAddedToIt()
    {
        _place.WriteRecipe("without.json", _place.Recipe with { Iv = null, Model = _place.Recipe.Model with { FewStep = null } });
        TrainingPlace.Train(_place.Options("without.json"), [StageKind.Ia, StageKind.III]);
        var before = ModelFolder.Open(_place.Out);

        TrainingPlace.Train(_place.Options(), [StageKind.IV]);

        Assert.False(before.HasFewStep);
        Assert.True(ModelFolder.Open(_place.Out).HasFewStep);
    }

    [Theory]
    [InlineData(DistributionKind.Mmd, 0.3)]
    [InlineData(DistributionKind.Energy, 0)]
    public void Train_DistributionPhase_BeginsAtItsStepAndFalls(DistributionKind kind, double regression)
    {
        var iv = _place.Recipe.Iv! with
        {
            Optimisation = SmallRecipe.Optimisation(120, 16, 3e-3),
            RegressionShare = 1,
            Distribution = new DistributionRecipe { Kind = kind, From = 4, Regression = regression },
        };
        var values = Train("falls", iv, "distribution");

        Assert.All(values[..4], value => Assert.Equal(0, value));
        var (first, last) = (values[4..24].Average(), values[^20..].Average());
        Assert.True(first > 0.05 && last < 0.7 * first, $"{first} {last}");
    }

    [Fact]
    public void Train_DistributionPhaseInterrupted_GoesOnAsIfNothingHadHappened()
    {
        var iv = _place.Recipe.Iv! with { Optimisation = SmallRecipe.Optimisation(8, 4, 3e-3), Distribution = new DistributionRecipe { From = 3 } };
        _place.WriteRecipe("recipe.json", _place.Recipe with { Iv = iv });
        TrainingPlace.Train(_place.Options(folder: "whole"), [StageKind.Ia, StageKind.III, StageKind.IV]);

        TrainingPlace.Train(_place.Options(folder: "halves"), [StageKind.Ia, StageKind.III]);
        using (var stop = new StopAt(StageKind.IV, 5))
        {
            Assert.Throws<OperationCanceledException>(() => TrainingPlace.Train(_place.Options(folder: "halves", resume: true), [StageKind.IV], stop, stop.Token));
        }

        TrainingPlace.Train(_place.Options(folder: "halves", resume: true), [StageKind.IV]);

        var (whole, halves) = (TrainingPlace.Results(_place.File("whole")), TrainingPlace.Results(_place.File("halves")));
        Assert.Equal(whole.Keys.Order(), halves.Keys.Order());
        Assert.All(whole, file => Assert.Equal(file.Value, halves[file.Key]));
    }

    private double[] Train(string name, FewStepRecipe iv, string value)
    {
        _place.WriteRecipe($"{name}.json", _place.Recipe with { Iii = _place.Recipe.Iii with { Optimisation = SmallRecipe.Optimisation(100, 4, 1e-2) }, Iv = iv });
        TrainingPlace.Train(_place.Options($"{name}.json", name), [StageKind.Ia, StageKind.III, StageKind.IV]);
        return [.. RunHistory.Read(new RunFolder(_place.File(name)).LogPath).Points("iv", value).Select(point => point.Value)];
    }

    private (double Loss, double Error) FirstStep(string name, FewStepRecipe iv)
    {
        // A generator that has hardly learned moves nothing, and leaves a student nothing to learn.
        var iii = _place.Recipe.Iii with { Optimisation = SmallRecipe.Optimisation(100, 4, 1e-2) };
        _place.WriteRecipe($"{name}.json", _place.Recipe with { Iii = iii, Iv = iv });
        TrainingPlace.Train(_place.Options($"{name}.json", name), [StageKind.Ia, StageKind.III, StageKind.IV]);
        var history = RunHistory.Read(new RunFolder(_place.File(name)).LogPath);
        return (history.Points("iv", "loss")[0].Value, history.Points("iv", "error")[0].Value);
    }
}
