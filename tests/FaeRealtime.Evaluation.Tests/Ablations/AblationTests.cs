using FaeRealtime.Core.Errors;
using FaeRealtime.Evaluation.Ablations;
using FaeRealtime.Testing;
using FaeRealtime.Training.Recipes;
using FaeRealtime.Training.Runs;
using FaeRealtime.Training.Tests;

namespace FaeRealtime.Evaluation.Tests.Ablations;

public sealed class AblationTests : IDisposable
{
    private readonly TrainingPlace _place = new(SmallRecipe.Of(steps: 2));

    public void Dispose() => _place.Dispose();

    [Fact]
    public void Run_EveryTable_TrainsAndReportsAllVariants()
    {
        foreach (var table in AblationTables.All)
        {
            var report = Run(table);

            Assert.Equal(table.Variants.Select(variant => variant.Name), report.Rows.Select(row => row.Variant));
            Assert.All(report.Rows, row => Assert.True(row.Generated.Values.Count == 2 && row.Generated.Values.All(double.IsFinite) && row.Restored.Mean > 0));
            Assert.All(report.Rows, row => Assert.InRange(row.NeighbourAccuracy.Mean, 0, 1));
            Assert.Equal(table.Variants.Count * (table.Variants.Count - 1) / 2, report.Orderings.Count);
            Assert.Contains(table.Title, File.ReadAllText(Path.Combine(_place.Out, $"{table.Name}.md")), StringComparison.Ordinal);
        }

        // Three encoders at one size and two further sizes; table 6 begins with table 5's first row, table 7 with table 6's last.
        Assert.Equal(2 * 5, Directory.GetDirectories(Path.Combine(_place.Out, "autoencoders")).Length);
        Assert.Equal(2 * (3 + 3 + 2 + 6), Directory.GetDirectories(Path.Combine(_place.Out, "runs")).Length);
    }

    [Fact]
    public void Run_StoppedInTheMiddle_GoesOnToTheSameNumbers()
    {
        var table = AblationTables.All[1];
        var whole = Run(table, "whole");
        using (var stop = new StopAtRun(3))
        {
            Assert.Throws<OperationCanceledException>(() => Run(table, "out", stop, stop.Token));
        }

        var results = Directory.GetFiles(_place.Out, "ablation.json", SearchOption.AllDirectories).Where(file => file.Contains("runs", StringComparison.Ordinal)).ToArray();
        Assert.Equal(3, results.Length);
        var written = results.Select(File.GetLastWriteTimeUtc).ToArray();

        var resumed = Run(table);

        Assert.Equal(whole.Rows.SelectMany(row => row.Generated.Values), resumed.Rows.SelectMany(row => row.Generated.Values));
        Assert.Equal(written, results.Select(File.GetLastWriteTimeUtc));
    }

    [Fact]
    public void Apply_RecipeOfTheRepository_IsSoundForEveryVariant()
    {
        var recipe = RecipeFile.Read(Path.Combine(Repository.Root, "content", "recipes", "ablation.json"));

        Assert.All(AblationTables.All.SelectMany(table => table.Variants), variant => Assert.Empty(RecipeValidation.Problems(variant.Apply(recipe, 1))));
    }

    [Fact]
    public void Run_AnotherBudget_IsRefused()
    {
        Run(AblationTables.All[0]);

        var failure = Assert.Throws<ConfigException>(() => Ablation.Run(AblationTables.All[0], Options() with { Samples = 11 }, null, TimeProvider.System, default));

        Assert.Contains("another budget", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 10, "Seeds is 1")]
    [InlineData(2, 9, "Samples is 9")]
    public void Run_TooLittle_NamesTheOption(int seeds, int samples, string option)
    {
        var failure = Assert.Throws<ConfigException>(() => Ablation.Run(AblationTables.All[0], Options() with { Seeds = seeds, Samples = samples }, null, TimeProvider.System, default));

        Assert.Contains(option, failure.Message, StringComparison.Ordinal);
    }

    private AblationReport Run(AblationTable table, string folder = "out", IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Ablation.Run(table, Options(folder), progress, TimeProvider.System, cancellationToken);

    private AblationOptions Options(string folder = "out") => new(_place.File("recipe.json"), _place.Data, _place.File(folder))
    {
        Seeds = 2,
        Images = 9,
        Samples = 10,
        SamplingSteps = 2,
        RandomEncoderSeed = TrainingPlace.EncoderSeed,
    };

    /// <summary>Cancels in the training of the run after so many finished ones.</summary>
    private sealed class StopAtRun(int finished) : IProgress<TrainingProgress>, IDisposable
    {
        private readonly CancellationTokenSource _source = new();
        private int _done;

        public CancellationToken Token => _source.Token;

        public void Report(TrainingProgress value)
        {
            _done += value.Activity.EndsWith("run", StringComparison.Ordinal) ? 1 : 0;
            if (_done == finished && value is { Stage: StageKind.III, Activity: "training", Done: 1 })
            {
                _source.Cancel();
            }
        }

        public void Dispose() => _source.Dispose();
    }
}
