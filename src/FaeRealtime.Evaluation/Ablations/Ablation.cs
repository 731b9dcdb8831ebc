using System.Security.Cryptography;
using System.Text;
using FaeRealtime.Core.Architectures;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Files;
using FaeRealtime.Data.Sources;
using FaeRealtime.Training.Recipes;
using FaeRealtime.Training.Runs;

namespace FaeRealtime.Evaluation.Ablations;

/// <summary>Runs one of the paper's ablation tables at small scale: every variant with the same budget and seeds.</summary>
public static class Ablation
{
    private const string BudgetName = "ablation.json";
    private const int HeldOutShare = 4;

    /// <summary>Trains what is missing, seed by seed, and writes <c>TABLE.md</c> in the folder.</summary>
    /// <param name="table">Which.</param>
    /// <param name="options">Data, budget, folder.</param>
    /// <param name="progress">The listener, or null. Called on the training thread.</param>
    /// <param name="clock">For rates, save intervals and the time left.</param>
    /// <param name="cancellationToken">Saves the running stage's state; finished runs stay, and the same call resumes.</param>
    /// <exception cref="ConfigException">Something named is absent or wrong, or the folder has runs of another budget.</exception>
    /// <exception cref="CheckpointException">Weights or states do not fit.</exception>
    public static AblationReport Run(AblationTable table, AblationOptions options, IProgress<TrainingProgress>? progress, TimeProvider clock, CancellationToken cancellationToken)
    {
        var recipe = options.Base();
        RequireSound(table, recipe);
        RequireEncoder(options, recipe);
        var whole = DataSources.Open(options.DataPath, options.Loading.AllowLoss);
        var source = whole with
        {
            Train = DataSource.Evenly(whole.Train, options.Images),
            HeldOut = DataSource.Evenly(whole.HeldOut, Math.Max(1, options.Images / HeldOutShare)),
        };
        var budget = RequireBudget(options, recipe, source);
        using var runs = new AblationRuns(recipe, source, options, progress, clock, cancellationToken);
        var numbers = RunAll(table, options.Seeds, runs, progress, clock);
        var report = AblationReport.Of(table, budget, options.Seeds, [.. table.Variants.Select(variant => AblationRow.Of(variant, [.. numbers[variant]]))]);
        AtomicFile.WriteBytes(Path.Combine(options.OutPath, $"{table.Name}.md"), Encoding.UTF8.GetBytes(AblationMarkdown.ToText(report)));
        return report;
    }

    // Every variant once before any a second time: an ablation that is stopped early has compared them all.
    private static Dictionary<AblationVariant, List<AblationNumbers>> RunAll(AblationTable table, int seeds, AblationRuns runs, IProgress<TrainingProgress>? progress, TimeProvider clock)
    {
        var numbers = table.Variants.ToDictionary(variant => variant, _ => new List<AblationNumbers>());
        var (total, done, trained, began) = (seeds * table.Variants.Count, 0, 0, clock.GetTimestamp());
        for (var seed = 1; seed <= seeds; seed++)
        {
            foreach (var variant in table.Variants)
            {
                var found = runs.Find(variant, (ulong)seed);
                var run = found ?? runs.Run(variant, (ulong)seed);
                numbers[variant].Add(run);
                (done, trained) = (done + 1, trained + (found is null ? 1 : 0));
                var minutes = trained == 0 ? 0 : clock.GetElapsedTime(began).TotalMinutes / trained * (total - done);
                progress?.Report(new TrainingProgress(
                    null, $"{table.Name} {variant.Name}, seed {seed}: run", done, total, 0, TimeSpan.Zero, [("FD-x̂", run.Generated), ("minutesLeft", Math.Round(minutes, 1))]));
            }
        }

        return numbers;
    }

    private static void RequireSound(AblationTable table, TrainingRecipe recipe)
    {
        foreach (var variant in table.Variants)
        {
            var problems = RecipeValidation.Problems(variant.Apply(recipe, recipe.Seed));
            if (problems.Count > 0)
            {
                throw new ConfigException($"The recipe cannot be made into {table.Name}'s '{variant.Name}': {string.Join("; ", problems)}. Change the recipe.");
            }
        }
    }

    private static void RequireEncoder(AblationOptions options, TrainingRecipe recipe)
    {
        if (options.RandomEncoderSeed is null && !File.Exists(options.EncoderPath))
        {
            throw new ConfigException($"The encoder is '{options.EncoderPath}', which does not exist. Give {ArchitectureCatalogue.OfficialFile(recipe.Model.Encoder)}.") { Subject = nameof(options.EncoderPath) };
        }
    }

    private static AblationBudget RequireBudget(AblationOptions options, TrainingRecipe recipe, DataSource source)
    {
        var text = StrictJson.ToText(recipe, RecipeJsonContext.Default.TrainingRecipe);
        var budget = new AblationBudget
        {
            Recipe = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))),
            Data = source.Identity(),
            Encoder = options.EncoderPath is null ? null : FileSource.Of(options.EncoderPath).Sha256,
            Images = source.Train.Count,
            HeldOut = source.HeldOut.Count,
            AutoencoderSteps = recipe.Ia.Optimisation.Steps,
            GeneratorSteps = recipe.Iii.Optimisation.Steps,
            Batch = recipe.Iii.Optimisation.Batch,
            Samples = options.Samples,
            SamplingSteps = options.SamplingSteps,
        };
        var path = Path.Combine(options.OutPath, BudgetName);
        if (File.Exists(path) && StrictJson.Read<AblationBudget>(path) != budget)
        {
            throw new ConfigException($"'{options.OutPath}' has runs of another budget, recipe or data set ({BudgetName} says which), and they cannot be compared. Give the same options, or another folder.");
        }

        Directory.CreateDirectory(options.OutPath);
        StrictJson.Write(path, budget, AblationJsonContext.Default.AblationBudget);
        return budget;
    }
}
