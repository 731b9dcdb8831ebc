using System.Security.Cryptography;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Files;
using FaeRealtime.Core.Folders;
using FaeRealtime.Data.Sources;
using FaeRealtime.Training.Recipes;
using FaeRealtime.Training.Runs;

namespace FaeRealtime.Training;

/// <summary>Checks everything that can be wrong before anything is computed, and lays out the run folder.</summary>
internal static class RunPreparation
{
    private static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(50);
    private const int LockAttempts = 200;

    // EROFS, as .NET hands it on.
    private const int ReadOnlyFileSystem = 30;

    /// <summary>Opens or creates the run folder.</summary>
    /// <exception cref="ConfigException">A needed file is absent, or state would be overwritten, or the folder holds another model.</exception>
    public static (RunContext Run, DataSource Data) Open(
        IReadOnlyList<StageKind> stages, TrainingOptions options, IProgress<TrainingProgress>? progress, TimeProvider clock)
    {
        var recipe = options.Overrides.Apply(RecipeFile.Read(options.RecipePath));
        RequireFiles(stages, options, recipe);
        var data = DataSources.Open(options.DataPath, options.Loading.AllowLoss);
        return (Open(stages, options, recipe, data, progress, clock), data);
    }

    /// <summary>Opens or creates the run folder for a recipe and images that are at hand.</summary>
    /// <exception cref="ConfigException">As above.</exception>
    public static RunContext Open(
        IReadOnlyList<StageKind> stages, TrainingOptions options, TrainingRecipe recipe, DataSource data, IProgress<TrainingProgress>? progress, TimeProvider clock)
    {
        RequireFiles(stages, options, recipe);
        recipe = recipe with { Model = Identified(recipe.Model, options.EncoderPath) };
        var folder = new RunFolder(options.OutPath);
        Make(folder.StateFolder, options.OutPath);
        using var exclusive = Lock(folder.LockPath, options.OutPath);
        RequireFresh(stages, options, folder);
        var sources = RunSources.Read(folder.SourcesPath);
        RequireSameData(stages, folder, sources, data);
        var model = Model(folder, recipe, data.Classes);
        sources.With(data).With(null, options.EncoderPath, options.PerceptualPath).WithJudges(options.PerceptualHeadsPath, options.DiscriminatorPath).Write(folder.SourcesPath);
        var run = new RunContext(folder, model, recipe, progress, clock) { Device = options.Device, FromBest = options.FromBest };
        run.Log.Repair();
        return run;
    }

    private static void RequireFiles(IReadOnlyList<StageKind> stages, TrainingOptions options, TrainingRecipe recipe)
    {
        if (options.RandomEncoderSeed is null)
        {
            Require(options.EncoderPath, "--encoder", $"official weights of {recipe.Model.Encoder.Name} as safetensors");
        }

        PixelRecipe[] pixels = [.. stages.Where(stage => stage is StageKind.Ib or StageKind.II).Select(stage => stage == StageKind.Ib ? recipe.Ib : recipe.Ii)];
        if (pixels.Any(stage => stage.PerceptualWeight > 0))
        {
            Require(options.PerceptualPath, "--perceptual", "SqueezeNet 1.1, AlexNet or VGG16 with torchvision's keys (or set perceptualWeight to 0 in the recipe)");
        }

        if (options.PerceptualHeadsPath is { } heads)
        {
            Require(heads, "--perceptual-heads", "LPIPS v0.1's learned heads of the net that --perceptual names");
            Require(options.PerceptualPath, "--perceptual", "the net that the heads were learned for, with torchvision's keys");
        }

        if (options.RandomEncoderSeed is null && pixels.Select(stage => stage.Discriminator?.Dino).OfType<DinoDiscriminatorRecipe>().FirstOrDefault() is { } dino)
        {
            Require(options.DiscriminatorPath, "--discriminator", $"weights of {dino.Encoder.Name} (or give the adversary 'patch' in the recipe, which needs no file)");
        }
    }

    private static void Require(string? path, string option, string what)
    {
        if (path is null)
        {
            throw new ConfigException($"{option} FILE is needed: {what}.");
        }

        if (!File.Exists(path))
        {
            throw new ConfigException($"{option} '{path}' does not exist. Give {what}.");
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
            throw Unwritable(runPath, failure);
        }
    }

    private static void RequireFresh(IReadOnlyList<StageKind> stages, TrainingOptions options, RunFolder folder)
    {
        var begun = stages.Where(stage => folder.States(stage).Saved.Count > 0).ToArray();
        if (begun.Length > 0 && !options.Resume)
        {
            throw new ConfigException(
                $"'{folder.Path}' already has the state of stage {string.Join(", ", begun)}. Use --resume to go on, or choose another --out; nothing was overwritten.");
        }
    }

    // The order of batches depends on how many images there are, and which one is which.
    private static void RequireSameData(IReadOnlyList<StageKind> stages, RunFolder folder, RunSources sources, DataSource data)
    {
        if (sources.DataIdentity is { } earlier && earlier != data.Identity() && stages.Any(stage => folder.States(stage).Saved.Count > 0))
        {
            throw new ConfigException(
                $"Data folder {data.Path} is not what this run was started with: {data.Train.Count} pictures to train on and {data.HeldOut.Count} held out, then {sources.Train} and {sources.HeldOut}, "
                + "or other names or classes. Restore it, or begin another --out; nothing was overwritten.");
        }
    }

    private static ModelFolder Model(RunFolder folder, TrainingRecipe recipe, IReadOnlyList<string> classes)
    {
        if (!File.Exists(Path.Combine(folder.Path, ModelFolder.ConfigFile)))
        {
            RecipeFile.Write(folder.RecipePath, recipe);
            return ModelFolder.Create(folder.Path, recipe.Model, classes);
        }

        var model = ModelFolder.Open(folder.Path);
        var stored = model.Config with { Latent = recipe.Model.Latent, FewStep = recipe.Model.FewStep };
        if (Text(stored) != Text(recipe.Model))
        {
            throw new ConfigException($"'{folder.Path}' holds model '{model.Config.Name}', whose {ModelFolder.ConfigFile} differs from the recipe's model. Use the recipe in {folder.RecipePath}, or choose another --out.");
        }

        // A student may be added to a model that was trained without one.
        if (model.Config.FewStep != recipe.Model.FewStep)
        {
            model.SaveConfig(model.Config with { FewStep = recipe.Model.FewStep });
        }

        RecipeFile.Write(folder.RecipePath, recipe);
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
                throw Unwritable(runPath, failure);
            }
        }
    }

    private static ConfigException Unwritable(string runPath, Exception failure) =>
        new($"Run folder '{runPath}' cannot be made or written: {failure.Message} Choose another --out, or change its permissions.", failure);
}
