using System.Security.Cryptography;
using FaeRealtime.Core.Architectures;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Files;
using FaeRealtime.Core.Folders;
using FaeRealtime.Data.Loading;
using FaeRealtime.Data.Sources;
using FaeRealtime.Models;
using FaeRealtime.Training.Conditions;
using FaeRealtime.Training.Optimisation;
using FaeRealtime.Training.Recipes;
using FaeRealtime.Training.Runs;
using TorchSharp;

namespace FaeRealtime.Training;

/// <summary>Checks everything that can be wrong before anything is computed or written, then lays out the run folder.</summary>
internal static class RunPreparation
{
    private static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(50);
    private const int LockAttempts = 200;

    // EROFS, as .NET hands it on.
    private const int ReadOnlyFileSystem = 30;

    /// <summary>Checks recipe, files and data: all that can be wrong outside the run folder.</summary>
    /// <param name="stages">In order; null for all that the recipe describes.</param>
    /// <param name="options">What the command names.</param>
    /// <exception cref="ConfigException">A needed file is absent, the recipe lacks a stage, or the data are not the recipe's.</exception>
    public static RunPlan Plan(IReadOnlyList<StageKind>? stages, TrainingOptions options)
    {
        var recipe = RecipeFile.Read(options.RecipePath, options.Overrides);
        RequireFiles(stages ?? Stages(recipe), options, recipe);
        var data = DataSources.Open(options.DataPath, options.Loading.AllowLoss).Captioned(options.Caption);
        options.Accounted?.Invoke(data.Account);
        if (options.Warned is { } warned)
        {
            foreach (var warning in RecipeFile.Warnings(recipe))
            {
                warned(warning);
            }
        }

        return Plan(stages ?? Stages(recipe), options, recipe, data);
    }

    /// <summary>Checks a run folder for a plan, under the run's lock. Writes nothing.</summary>
    /// <returns>The stages that are not yet at their last step.</returns>
    /// <exception cref="ConfigException">State would be overwritten or not be continued, an earlier stage is missing, or the folder holds another model.</exception>
    /// <exception cref="CheckpointException">Every state of a stage is damaged.</exception>
    public static IReadOnlySet<StageKind> Check(RunPlan plan)
    {
        var (stages, options, folder) = (plan.Stages, plan.Options, plan.Folder);
        RequireFresh(stages, options, folder);
        if (options.Resume && stages is [var first, ..] && stages.All(stage => folder.States(stage).Saved.Count == 0))
        {
            // Right for a job that is started again and again, and what a mistyped folder looks like.
            options.Warned?.Invoke($"'{folder.Path}' has no state to resume from; stage {first} begins anew.");
        }

        foreach (var stage in stages)
        {
            StageState.RequireSame(folder.States(stage), options.FromBest, plan.Recipe.Seed, plan.Recipe.OptimisationOf(stage));
        }

        RequireSameData(stages, folder, RunSources.Read(folder.SourcesPath), plan.Data);
        RequireSameModel(folder, plan.Recipe);
        if (options.Ranks is not { Rank: > 0 })
        {
            RequireEarlier(stages, folder.Path);
        }

        return stages.Where(stage => IsOpen(stage, plan)).ToHashSet();
    }

    /// <summary>Writes what a run begins with. Only what differs from what is there is written.</summary>
    public static RunContext Begin(RunPlan plan, IProgress<TrainingProgress>? progress, TimeProvider clock)
    {
        var (options, folder) = (plan.Options, plan.Folder);
        Make(folder.StateFolder, options.OutPath);
        using var exclusive = Lock(folder.LockPath, options.OutPath);
        var model = Model(folder, plan.Recipe, plan.Recipe.Model.Generator.Classes == 0 ? [] : plan.Data.Classes);
        RunRecord.Write(folder, plan);
        var run = new RunContext(folder, model, plan.Recipe, progress, clock) { Device = options.Device, FromBest = options.FromBest, Uninterrupted = options.Uninterrupted };
        run.Log.Repair();
        return run;
    }

    /// <summary>Opens or creates the run folder for a recipe and images that are at hand.</summary>
    /// <exception cref="ConfigException">As above.</exception>
    public static RunContext Open(
        IReadOnlyList<StageKind> stages, TrainingOptions options, TrainingRecipe recipe, DataSource data, IProgress<TrainingProgress>? progress, TimeProvider clock)
    {
        RequireFiles(stages, options, recipe);
        var plan = Plan(stages, options, recipe, data);
        Check(plan);
        return Begin(plan, progress, clock);
    }

    /// <summary>Whether a stage is not yet at its last step. A kill may come between a stage's last state and the model's files.</summary>
    public static bool IsOpen(StageKind kind, RunFolder folder, TrainingRecipe recipe, bool fromBest)
    {
        var states = folder.States(kind);
        var reached = StageState.ReadStep(states) ?? 0;
        return reached < recipe.OptimisationOf(kind).Steps || states.Published != reached || fromBest;
    }

    private static RunPlan Plan(IReadOnlyList<StageKind> stages, TrainingOptions options, TrainingRecipe recipe, DataSource data)
    {
        foreach (var stage in stages)
        {
            // Says which section the recipe lacks.
            recipe.OptimisationOf(stage);
        }

        TrainingData.RequireFit(data, recipe.Model);
        if (stages.Contains(StageKind.III))
        {
            RequireBeginning(options, recipe);
            RequireWords(options, recipe, data);
        }
        else if (options.InitialGeneratorPath is { } unused)
        {
            throw new ConfigException($"Only stage iii begins with another generator's weights, and '{unused}' is given to {string.Join(", ", stages.Select(RunFolder.Name))}. Leave it out.") { Subject = nameof(options.InitialGeneratorPath) };
        }

        return new RunPlan(stages, options, recipe with { Model = Identified(recipe.Model, options.EncoderPath) }, data);
    }

    private static bool IsOpen(StageKind kind, RunPlan plan) => IsOpen(kind, plan.Folder, plan.Recipe, plan.Options.FromBest);

    private static IReadOnlyList<StageKind> Stages(TrainingRecipe recipe) =>
        recipe.Iv is null ? [.. TrainingRun.AllStages.Where(kind => kind != StageKind.IV)] : TrainingRun.AllStages;

    // What earlier stages of the same command write need not be there.
    private static void RequireEarlier(IReadOnlyList<StageKind> stages, string path)
    {
        var written = new HashSet<StageKind>();
        foreach (var stage in stages)
        {
            foreach (var (earlier, file) in Earlier(stage).Where(one => !written.Contains(one.Stage)))
            {
                if (!File.Exists(Path.Combine(path, file)))
                {
                    throw new ConfigException($"Stage {stage} needs {file} in '{path}', which stage {RunFolder.Name(earlier)} writes. Train that first, or copy it from a run over the same autoencoder.");
                }
            }

            written.Add(stage);
        }
    }

    private static IEnumerable<(StageKind Stage, string File)> Earlier(StageKind kind) => kind switch
    {
        StageKind.II => [(StageKind.Ia, ModelFolder.EncoderFile), (StageKind.Ia, ModelFolder.FeatureDecoderFile), (StageKind.Ib, ModelFolder.PixelDecoderFile)],
        StageKind.III => [(StageKind.Ia, ModelFolder.EncoderFile)],
        StageKind.IV => [(StageKind.Ia, ModelFolder.EncoderFile), (StageKind.III, ModelFolder.GeneratorFile)],
        _ => [],
    };

    private static void RequireFiles(IReadOnlyList<StageKind> stages, TrainingOptions options, TrainingRecipe recipe)
    {
        if (options.RandomEncoderSeed is null)
        {
            Require(options.EncoderPath, nameof(options.EncoderPath), "The frozen encoder", ArchitectureCatalogue.OfficialFile(recipe.Model.Encoder));
        }

        PixelRecipe[] pixels = [.. stages.Where(stage => stage is StageKind.Ib or StageKind.II).Select(stage => stage == StageKind.Ib ? recipe.Ib : recipe.Ii)];
        if (pixels.Any(stage => stage.PerceptualWeight > 0))
        {
            Require(options.PerceptualPath, nameof(options.PerceptualPath), "The perceptual net", "SqueezeNet 1.1, AlexNet or VGG16 with torchvision's keys (or set perceptualWeight to 0 in the recipe)");
        }

        if (options.PerceptualHeadsPath is { } heads)
        {
            Require(heads, nameof(options.PerceptualHeadsPath), "The perceptual heads' file", "LPIPS v0.1's learned heads of the perceptual net");
            Require(options.PerceptualPath, nameof(options.PerceptualPath), "The perceptual net", "the net that the heads were learned for, with torchvision's keys");
        }

        if (options.RandomEncoderSeed is null && pixels.Select(stage => stage.Discriminator?.Dino).OfType<DinoDiscriminatorRecipe>().FirstOrDefault() is { } dino)
        {
            Require(options.DiscriminatorPath, nameof(options.DiscriminatorPath), "The discriminator's encoder", $"weights of {dino.Encoder.Name} (or give the adversary 'patch' in the recipe, which needs no file)");
        }
    }

    // What stage III would only find hours later.
    private static void RequireBeginning(TrainingOptions options, TrainingRecipe recipe)
    {
        if (options.InitialGeneratorPath is not { } initial)
        {
            return;
        }

        if (!File.Exists(initial))
        {
            throw new ConfigException($"'{initial}' does not exist. Give the weights of a generator to begin with.") { Subject = nameof(options.InitialGeneratorPath) };
        }

        using var shapes = ModelNetworks.Generator(recipe.Model, new torch.Device(DeviceType.META));
        shapes.RequireBeginning(initial);
    }

    private static void RequireWords(TrainingOptions options, TrainingRecipe recipe, DataSource data)
    {
        if (recipe.Model.Generator.Text is not { } text)
        {
            return;
        }

        if (!data.Train.Any(image => image.Captions.Length > 0))
        {
            throw new ConfigException($"The recipe's model.generator.text asks for words, but no picture of {data.Path} has a caption. Leave it out, or give captions.");
        }

        CaptionPhrases.Require(data.Train.Concat(data.HeldOut).SelectMany(image => image.EachCaption()), Path.Combine(options.OutPath, ModelFolder.PhrasesFile), text, options.PhraseEncoder, recipe.Model.Generator.TokenCount);
    }

    private static void Require(string? path, string subject, string name, string what)
    {
        if (path is null)
        {
            throw new ConfigException($"{name} is needed: {what}.") { Subject = subject };
        }

        if (!File.Exists(path))
        {
            throw new ConfigException($"{name} is '{path}', which does not exist. Give {what}.") { Subject = subject };
        }
    }

    private static ModelConfig Identified(ModelConfig model, string? encoderPath)
    {
        if (encoderPath is null || model.Encoder.Sha256 is not null)
        {
            return model;
        }

        using var stream = InputFile.Open(encoderPath);
        return model with { Encoder = model.Encoder with { Sha256 = Convert.ToHexStringLower(SHA256.HashData(stream)) } };
    }

    private static void Make(string path, string runPath)
    {
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw RunLock.Unwritable(runPath, failure);
        }
    }

    private static void RequireFresh(IReadOnlyList<StageKind> stages, TrainingOptions options, RunFolder folder)
    {
        var begun = stages.Where(stage => folder.States(stage).Saved.Count > 0).ToArray();
        if (begun.Length > 0 && !options.Resume)
        {
            throw new ConfigException(
                $"'{folder.Path}' already has the state of stage {string.Join(", ", begun)}. Resume it, or choose another run folder; nothing was overwritten.") { Subject = nameof(options.Resume) };
        }
    }

    // The order of batches depends on how many images there are, and which one is which.
    private static void RequireSameData(IReadOnlyList<StageKind> stages, RunFolder folder, RunSources sources, DataSource data)
    {
        if (sources.DataIdentity is { } earlier && earlier != data.Identity() && stages.Any(stage => folder.States(stage).Saved.Count > 0))
        {
            throw new ConfigException(
                $"Data folder {data.Path} is not what this run was started with: {data.Train.Count} pictures to train on and {data.HeldOut.Count} held out, then {sources.Train} and {sources.HeldOut}, "
                + "or other names or classes. Restore it, or begin in another run folder; nothing was overwritten.");
        }
    }

    private static void RequireSameModel(RunFolder folder, TrainingRecipe recipe)
    {
        if (!File.Exists(Path.Combine(folder.Path, ModelFolder.ConfigFile)))
        {
            return;
        }

        var config = ModelFolder.Open(folder.Path).Config;
        var stored = config with { Latent = recipe.Model.Latent, FewStep = recipe.Model.FewStep };
        if (Text(stored) != Text(recipe.Model))
        {
            throw new ConfigException($"'{folder.Path}' holds model '{config.Name}', whose {ModelFolder.ConfigFile} differs from the recipe's model. Use the recipe in {folder.RecipePath}, or choose another run folder.");
        }
    }

    private static ModelFolder Model(RunFolder folder, TrainingRecipe recipe, IReadOnlyList<string> classes)
    {
        if (!File.Exists(Path.Combine(folder.Path, ModelFolder.ConfigFile)))
        {
            return ModelFolder.Create(folder.Path, recipe.Model, classes);
        }

        // A student may be added to a model that was trained without one.
        RequireSameModel(folder, recipe);
        var model = ModelFolder.Open(folder.Path);
        if (model.Config.FewStep != recipe.Model.FewStep)
        {
            model.SaveConfig(model.Config with { FewStep = recipe.Model.FewStep });
        }

        return model;
    }

    private static string Text(ModelConfig config) => StrictJson.ToText(config, FaeJsonContext.Default.ModelConfig);

    // Ia and Ib may be started on one folder at the same moment.
    private static FileStream Lock(string path, string runPath)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException failure) when (attempt < LockAttempts && failure.HResult != ReadOnlyFileSystem)
            {
                Thread.Sleep(LockPause);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                throw RunLock.Unwritable(runPath, failure);
            }
        }
    }
}

/// <summary>What a training command will do, checked against recipe and data.</summary>
/// <param name="Stages">In order.</param>
/// <param name="Options">What the command names.</param>
/// <param name="Recipe">With the command line's changes and the encoder's hash.</param>
/// <param name="Data">The images.</param>
internal sealed record RunPlan(IReadOnlyList<StageKind> Stages, TrainingOptions Options, TrainingRecipe Recipe, DataSource Data)
{
    /// <summary>The run folder, which may not be there.</summary>
    public RunFolder Folder { get; } = new(Options.OutPath);
}
