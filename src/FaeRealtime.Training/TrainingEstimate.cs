using System.Diagnostics;
using FaeRealtime.Core.Errors;
using FaeRealtime.Data.Sources;
using FaeRealtime.Training.Recipes;
using FaeRealtime.Training.Runs;

namespace FaeRealtime.Training;

/// <summary>Times a few steps of each stage on a few of the images, in a temporary folder, and says what the whole run would take. The run folder is not touched.</summary>
public static class TrainingEstimate
{
    // The first step builds kernels and plans; of the few-step student's steps, half are of each phase where there are two.
    private const int TrialSteps = 5;
    private const int FewestImages = 64;
    private const int TrialHeldOut = 64;
    private const int TrialTrajectories = 32;

    // As many views as feature statistics look at.
    private const int StatisticsViews = 8192;

    /// <summary>Runs the trial.</summary>
    /// <param name="stages">In order; null for all that the recipe describes. Stages that they need run one step.</param>
    /// <param name="options">As for training; <see cref="TrainingOptions.OutPath"/> is neither read nor written.</param>
    /// <param name="progress">The listener, or null.</param>
    /// <param name="clock">Measures.</param>
    /// <param name="cancellationToken">Ends the trial; nothing stays.</param>
    /// <exception cref="FaeException">As training would refuse.</exception>
    public static EstimateReport Run(IReadOnlyList<StageKind>? stages, TrainingOptions options, IProgress<TrainingProgress>? progress, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (options.Ranks is not null)
        {
            throw new ConfigException("An estimate is one process's. Start it alone; a run of N processes takes about an Nth of its time a step, and the memory of each.");
        }

        var plan = RunPreparation.Plan(stages, options);
        var place = Directory.CreateTempSubdirectory("fae-estimate-").FullName;
        try
        {
            var trial = Trial(plan, place);
            var watch = new TrialWatch(progress, clock);
            using var loaded = LoadedInputs.Load(trial, watch, cancellationToken);
            var run = RunPreparation.Begin(trial, watch, clock);
            using var inputs = loaded.For(run, cancellationToken);
            TrainingRun.TrainStages(trial.Stages, trial.Stages.ToHashSet(), run, inputs, cancellationToken);
            return Report(plan, trial, watch);
        }
        finally
        {
            Directory.Delete(place, recursive: true);
        }
    }

    private static RunPlan Trial(RunPlan plan, string place)
    {
        var stages = TrainingRun.AllStages.Where(stage => plan.Stages.Contains(stage) || plan.Stages.SelectMany(Needs).Contains(stage)).ToArray();
        var images = stages.Max(stage => Math.Max(FewestImages, plan.Recipe.OptimisationOf(stage).Batch));
        var data = plan.Data with { Train = DataSource.Evenly(plan.Data.Train, images), HeldOut = DataSource.Evenly(plan.Data.HeldOut, TrialHeldOut) };
        var recipe = plan.Recipe;

        // Features that will not fit into memory are computed batch by batch, in the trial too.
        var loading = FeatureBytes(plan) > plan.Options.Loading.MemoryBytes ? plan.Options.Loading with { MemoryMebibytes = 0 } : plan.Options.Loading;
        return new RunPlan(
            stages,
            plan.Options with { OutPath = place, Resume = false, FromBest = false, Uninterrupted = null, Accounted = null, Warned = null, Loading = loading },
            recipe with
            {
                Samples = 0,
                Intervals = new IntervalRecipe { Log = 1, Validate = int.MaxValue, SampleGrid = int.MaxValue, SaveMinutes = double.MaxValue, Keep = 1 },
                Ia = recipe.Ia with { Optimisation = Short(StageKind.Ia) },
                Ib = Judged(recipe.Ib) with { Optimisation = Short(StageKind.Ib) },
                Ii = Judged(recipe.Ii) with { Optimisation = Short(StageKind.II) },
                Iii = recipe.Iii with { Optimisation = Short(StageKind.III) },
                Iv = recipe.Iv is null ? null : recipe.Iv with
                {
                    Optimisation = Short(StageKind.IV),
                    Trajectories = recipe.Iv.Trajectories with { Count = Math.Min(recipe.Iv.Trajectories.Count, TrialTrajectories) },
                    Distribution = recipe.Iv.Distribution is { } distribution ? distribution with { From = 0 } : null,
                },
            },
            data);

        OptimisationRecipe Short(StageKind stage) => recipe.OptimisationOf(stage) with { Steps = plan.Stages.Contains(stage) ? TrialSteps : 1, Warmup = 1 };
    }

    // The discriminator, as it is once it takes part.
    private static PixelRecipe Judged(PixelRecipe pixels) => pixels.Discriminator is null ? pixels : pixels with { Discriminator = pixels.Discriminator with { FirstStep = 0, Start = 0 } };

    private static IEnumerable<StageKind> Needs(StageKind stage) => stage switch
    {
        StageKind.II => [StageKind.Ia, StageKind.Ib],
        StageKind.III => [StageKind.Ia],
        StageKind.IV => [StageKind.Ia, StageKind.III],
        _ => [],
    };

    private static EstimateReport Report(RunPlan plan, RunPlan trial, TrialWatch watch)
    {
        var (views, trialViews) = (Views(plan), Views(trial));
        var heldOut = Math.Min(plan.Data.HeldOut.Count, plan.Options.Loading.HeldOutLimit);
        var heldOutShare = (double)heldOut / trial.Data.HeldOut.Count;
        List<StageEstimate> stages = [.. plan.Stages.Select(stage => Stage(plan, trial, watch, stage, heldOutShare))];
        List<WorkEstimate> preparation = [.. watch.Work.Select(work => Work(work, plan, views, heldOut))];
        var caches = (long)(Bytes(trial.Folder.CacheFolder) * ((double)(views + heldOut) / (trialViews + trial.Data.HeldOut.Count)));
        var model = Directory.EnumerateFiles(trial.Folder.Path, "*.safetensors").Sum(file => new FileInfo(file).Length);
        var features = FeatureBytes(plan) <= plan.Options.Loading.MemoryBytes ? FeatureBytes(plan) - FeatureBytes(trial) : 0;
        var pictures = Math.Min(plan.Options.Loading.MemoryBytes, ImageBytes(plan));
        using var process = Process.GetCurrentProcess();
        return new EstimateReport
        {
            Device = plan.Options.Device.ToString(),
            TrialImages = trial.Data.Train.Count,
            Images = plan.Data.Train.Count,
            Preparation = preparation,
            Stages = stages,
            Seconds = stages.Sum(stage => stage.Seconds) + preparation.Sum(work => work.Seconds),
            MemoryBytes = process.PeakWorkingSet64 + Math.Max(0, features) + Math.Max(0, pictures - ImageBytes(trial)),
            ModelBytes = model,
            CacheBytes = caches,
            DiskBytes = stages.Sum(stage => stage.StateBytes + stage.TrajectoryBytes) + caches + model,
        };
    }

    private static StageEstimate Stage(RunPlan plan, RunPlan trial, TrialWatch watch, StageKind stage, double heldOutShare)
    {
        var (optimisation, intervals) = (plan.Recipe.OptimisationOf(stage), plan.Recipe.Intervals);
        var validations = (optimisation.Steps / intervals.Validate) + (optimisation.Steps % intervals.Validate == 0 ? 0 : 1);
        var step = watch.StepSeconds(stage);
        var validation = watch.ValidationSeconds(stage) * (stage == StageKind.IV ? 1 : heldOutShare);
        var states = Directory.EnumerateFiles(trial.Folder.StateFolder, $"{RunFolder.Name(stage)}-*.safetensors").Select(file => new FileInfo(file).Length).DefaultIfEmpty().Max();
        var (latent, trajectories) = (plan.Recipe.Model.Latent, plan.Recipe.Iv?.Trajectories);
        return new StageEstimate
        {
            Stage = RunFolder.Name(stage),
            Steps = optimisation.Steps,
            Batch = optimisation.Batch,
            SecondsPerStep = step,
            ImagesPerSecond = step > 0 ? optimisation.Batch / step : 0,
            Validations = validations,
            SecondsPerValidation = validation,
            Seconds = (optimisation.Steps * step) + (validations * validation),
            StateBytes = states * (intervals.Keep + 1),
            TrajectoryBytes = stage == StageKind.IV ? (long)trajectories!.Count * (trajectories.Kept + 1) * latent.Channels * latent.Side * latent.Side * sizeof(float) : 0,
        };
    }

    private static WorkEstimate Work(TrialWork work, RunPlan plan, int views, int heldOut)
    {
        var count = work.Name switch
        {
            "trajectories" => plan.Recipe.Iv!.Trajectories.Count,
            "pictures" => plan.Data.Train.Count,
            "feature statistics" => Math.Min(views, StatisticsViews),
            _ when work.Name.StartsWith("held-out", StringComparison.Ordinal) => heldOut,
            _ => views,
        };
        return new WorkEstimate(work.Name, count, count * work.SecondsEach);
    }

    private static int Views(RunPlan plan) => plan.Data.Train.Count * (plan.Recipe.Flip ? 2 : 1);

    private static long FeatureBytes(RunPlan plan) => (long)Views(plan) * plan.Recipe.Model.Encoder.Grid * plan.Recipe.Model.Encoder.Grid * plan.Recipe.Model.Encoder.FeatureWidth * sizeof(float);

    private static long ImageBytes(RunPlan plan) => 3L * plan.Data.Train.Count * plan.Recipe.Model.PixelDecoder.ImageSize * plan.Recipe.Model.PixelDecoder.ImageSize;

    private static long Bytes(string folder) => Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length) : 0;

    /// <summary>Reads times out of what a run reports.</summary>
    private sealed class TrialWatch(IProgress<TrainingProgress>? progress, TimeProvider clock) : IProgress<TrainingProgress>
    {
        private readonly Dictionary<StageKind, List<long>> _steps = [];
        private readonly Dictionary<StageKind, long> _validated = [];
        private readonly Dictionary<string, (long First, int From, long Last, TrainingProgress Value)> _work = [];

        public IEnumerable<TrialWork> Work => _work.Where(entry => entry.Value.Value.Done > 0).Select(entry => new TrialWork(
            entry.Key,
            entry.Value.Value.ImagesPerSecond > 0 ? 1 / entry.Value.Value.ImagesPerSecond
                : entry.Value.Value.Done > entry.Value.From ? clock.GetElapsedTime(entry.Value.First, entry.Value.Last).TotalSeconds / (entry.Value.Value.Done - entry.Value.From)
                : 0));

        public double StepSeconds(StageKind stage) => _steps.GetValueOrDefault(stage) is { Count: > 1 } steps ? clock.GetElapsedTime(steps[0], steps[^1]).TotalSeconds / (steps.Count - 1) : 0;

        public double ValidationSeconds(StageKind stage) => _validated.TryGetValue(stage, out var at) ? clock.GetElapsedTime(_steps[stage][^1], at).TotalSeconds : 0;

        public void Report(TrainingProgress value)
        {
            var now = clock.GetTimestamp();
            if (value is { Stage: { } stage, Activity: "training" })
            {
                if (!_steps.TryGetValue(stage, out var steps))
                {
                    _steps.Add(stage, steps = []);
                }

                steps.Add(now);
            }
            else if (value is { Stage: { } validated, Activity: "validation" })
            {
                _validated[validated] = now;
            }
            else
            {
                var (first, from) = _work.TryGetValue(value.Activity, out var earlier) ? (earlier.First, earlier.From) : (now, value.Done);
                _work[value.Activity] = (first, from, now, value);
            }

            progress?.Report(value);
        }
    }

    private readonly record struct TrialWork(string Name, double SecondsEach);
}

/// <summary>What a run would take, by a trial of a few steps.</summary>
public sealed record EstimateReport
{
    /// <summary>Where the trial ran, such as <c>cpu</c>.</summary>
    public required string Device { get; init; }

    /// <summary>Images that the trial used.</summary>
    public required int TrialImages { get; init; }

    /// <summary>Images that the run trains on.</summary>
    public required int Images { get; init; }

    /// <summary>What is computed once before and between stages, for all images.</summary>
    public required IReadOnlyList<WorkEstimate> Preparation { get; init; }

    /// <summary>The stages that were asked for.</summary>
    public required IReadOnlyList<StageEstimate> Stages { get; init; }

    /// <summary>Seconds in all, without sample grids and saving.</summary>
    public required double Seconds { get; init; }

    /// <summary>Peak of this process's memory, with what all images would keep in it; a GPU's memory is not measured.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>The model's files.</summary>
    public required long ModelBytes { get; init; }

    /// <summary>The latents of all images, which stages II and later read.</summary>
    public required long CacheBytes { get; init; }

    /// <summary>The run folder in all, without sample grids and logs.</summary>
    public required long DiskBytes { get; init; }
}

/// <summary>Work that is done once.</summary>
/// <param name="Name">What, such as <c>features</c>.</param>
/// <param name="Count">Images, views or trajectories in the whole run.</param>
/// <param name="Seconds">For all of them.</param>
public sealed record WorkEstimate(string Name, int Count, double Seconds);

/// <summary>What one stage would take.</summary>
public sealed record StageEstimate
{
    /// <summary>Its name.</summary>
    public required string Stage { get; init; }

    /// <summary>The recipe's steps.</summary>
    public required int Steps { get; init; }

    /// <summary>The recipe's images a step.</summary>
    public required int Batch { get; init; }

    /// <summary>Mean of the trial's steps after the first.</summary>
    public required double SecondsPerStep { get; init; }

    /// <summary>Images a second at that rate.</summary>
    public required double ImagesPerSecond { get; init; }

    /// <summary>Validations on held-out images.</summary>
    public required int Validations { get; init; }

    /// <summary>Of one, scaled to all held-out images that a run looks at.</summary>
    public required double SecondsPerValidation { get; init; }

    /// <summary>Steps and validations.</summary>
    public required double Seconds { get; init; }

    /// <summary>The states that are kept, and the best one.</summary>
    public required long StateBytes { get; init; }

    /// <summary>The teacher's trajectories; 0 but for the few-step student.</summary>
    public required long TrajectoryBytes { get; init; }
}
