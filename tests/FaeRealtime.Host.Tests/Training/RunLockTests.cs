using System.Diagnostics;
using System.Globalization;
using FaeRealtime.Training.Recipes;
using FaeRealtime.Training.Runs;
using FaeRealtime.Training.Tests;

namespace FaeRealtime.Host.Tests.Training;

[Collection(AloneTests.Name)]
public sealed class RunLockTests : IDisposable
{
    private const int Endless = 1_000_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TrainingPlace _place = new(Recipe());

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData("ia")]
    [InlineData("all")]
    public async Task Train_SecondProcess_IsRefusedUntilTheFirstIsKilled(string first)
    {
        var training = new TrainingProcess(_place);
        using var owner = TrainingProcess.Start(training.Arguments("run", first, "--steps", $"{Endless}"));
        try
        {
            await Until(() => Saved().Count > 0);
            var recipe = File.ReadAllText(Folder.RecipePath);
            foreach (string[] second in (string[][])[training.Arguments("run", first), training.Arguments("run", "all", "--resume"), training.Arguments("run", "samples")])
            {
                var refused = await FaeProcess.Run(second);

                refused.AssertRefused(2, $"process {owner.Id} on ");
                Assert.Contains("since 20", refused.Error, StringComparison.Ordinal);
                Assert.Equal(recipe, File.ReadAllText(Folder.RecipePath));
            }
        }
        finally
        {
            owner.Kill();
            await owner.WaitForExitAsync();
        }

        var reached = int.Parse(Path.GetFileNameWithoutExtension(Saved()[0]).Split('-')[1], CultureInfo.InvariantCulture);
        var next = await FaeProcess.Run(training.Arguments("run", "ia", "--resume", "--steps", $"{reached + 1}"));
        Assert.True(next.ExitCode == 0, next.Error);
    }

    [Fact]
    public async Task Train_IbBesideIa_Runs()
    {
        var training = new TrainingProcess(_place);
        using var owner = TrainingProcess.Start(training.Arguments("run", "ia", "--steps", $"{Endless}"));
        try
        {
            await Until(() => Saved().Count > 0);
            var beside = await FaeProcess.Run(training.Arguments("run", "ib", "--steps", "3"));
            Assert.True(beside.ExitCode == 0, beside.Error);
        }
        finally
        {
            owner.Kill();
            await owner.WaitForExitAsync();
        }
    }

    private RunFolder Folder => new(_place.File("run"));

    private IReadOnlyList<string> Saved() => Folder.States(StageKind.Ia).Saved;

    private static async Task Until(Func<bool> holds)
    {
        for (var watch = Stopwatch.StartNew(); !holds(); await Task.Delay(10))
        {
            Assert.True(watch.Elapsed < Patience);
        }
    }

    private static TrainingRecipe Recipe()
    {
        var recipe = SmallRecipe.Of(10);
        return recipe with { Intervals = recipe.Intervals with { Log = 1000, Validate = 1000, SampleGrid = 1000, SaveMinutes = 0.002 } };
    }
}
