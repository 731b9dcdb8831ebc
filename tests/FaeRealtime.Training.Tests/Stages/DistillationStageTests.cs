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
