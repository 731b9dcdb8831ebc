using FaeRealtime.Training;
using FaeRealtime.Training.Recipes;
using FaeRealtime.Training.Runs;
using FaeRealtime.Training.Tests;
using Xunit.Abstractions;

namespace FaeRealtime.Host.Tests.Training;

[Collection(AloneTests.Name)]
public sealed class KillTests(ITestOutputHelper output) : IDisposable
{
    private const int Kills = 20;
    private const int Steps = 400;
    private const double SecondsBetweenSaves = 0.05;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TrainingPlace _place = new(Recipe());

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task Resume_AfterTwentyKills_EndsWithTheBytesOfAnUninterruptedRun()
    {
        var training = new TrainingProcess(_place);
        var whole = await FaeProcess.Run(training.Arguments("whole"));
        Assert.True(whole.ExitCode == 0, whole.Error);

        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var killed = 0;
        for (var i = 0; i < Kills; i++)
        {
            killed += await KillOnce(training, TimeSpan.FromMilliseconds(random.Next(150))) ? 1 : 0;
        }

        var end = await FaeProcess.Run(training.Arguments("killed", "all", "--resume"));

        Assert.True(end.ExitCode == 0, end.Error);
        Assert.Equal(Kills, killed);
        var (expected, actual) = (TrainingPlace.Results(_place.File("whole")), TrainingPlace.Results(_place.File("killed")));
        Assert.Equal(expected.Keys.Order(), actual.Keys.Order());
        Assert.All(expected, file => Assert.True(file.Value.AsSpan().SequenceEqual(actual[file.Key]), file.Key));
        Assert.Empty(Directory.EnumerateFiles(_place.File("killed"), "*.tmp", SearchOption.AllDirectories));
    }

    // Each life of the run gets at least one save further, then ends at a random moment.
    private async Task<bool> KillOnce(TrainingProcess training, TimeSpan delay)
    {
        var before = Saved();
        using var process = TrainingProcess.Start(training.Arguments("killed", "all", "--resume"));
        using var patience = new CancellationTokenSource(Patience);
        while (!process.HasExited && Saved() == before)
        {
            await Task.Delay(1, patience.Token);
        }

        await Task.Delay(delay, patience.Token);
        var runs = !process.HasExited;
        process.Kill();
        await process.WaitForExitAsync(patience.Token);
        return runs;
    }

    private string Saved() => string.Join(' ', TrainingRun.AllStages.Select(stage => new RunFolder(_place.File("killed")).States(stage).Saved is [var newest, ..] ? newest : null));

    private static TrainingRecipe Recipe()
    {
        var recipe = SmallRecipe.Of(Steps);
        return recipe with { Intervals = recipe.Intervals with { Log = 10, Validate = 40, SampleGrid = 1000, SaveMinutes = SecondsBetweenSaves / 60 } };
    }
}
