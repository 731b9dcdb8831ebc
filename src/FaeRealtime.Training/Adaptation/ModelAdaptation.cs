using System.Globalization;
using System.Text;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Files;
using FaeRealtime.Core.Folders;
using FaeRealtime.Data.Sources;
using FaeRealtime.Training.Recipes;

namespace FaeRealtime.Training.Adaptation;

/// <summary>Turns a model towards a few pictures: a run folder that begins with the model's own networks, trained a little on them. Encoder and feature decoder stay, so latents mean the same.</summary>
public static class ModelAdaptation
{
    /// <summary>Generator steps that change a small model recognisably.</summary>
    public const int UsualSteps = 250;

    private const int LargestBatch = 32;
    private const string RecipeName = "adaptation.json";
    private const string ReadmeName = "README.md";

    /// <summary>The stages: the pixel decoder, the generator, and its few-step student where the model has one.</summary>
    /// <param name="model">What is adapted.</param>
    public static IReadOnlyList<StageKind> Stages(ModelConfig model) => model.FewStep is null ? [StageKind.II, StageKind.III] : [StageKind.II, StageKind.III, StageKind.IV];

    /// <summary>How a model is adapted: short stages at low rates, averages that follow quickly.</summary>
    /// <param name="model">What is adapted.</param>
    /// <param name="name">The new model's.</param>
    /// <param name="classes">The pictures' classes.</param>
    /// <param name="steps">Of the generator; the other stages take a share of it.</param>
    internal static TrainingRecipe Recipe(ModelConfig model, string name, int classes, int steps)
    {
        var none = Optimisation(steps, LargestBatch, 1e-4);
        return new TrainingRecipe
        {
            Model = model with { Name = name, Generator = model.Generator with { Classes = model.Generator.Classes == 0 ? 0 : classes } },
            Intervals = new IntervalRecipe { Log = 10, Validate = Share(steps, 0.4), SampleGrid = Share(steps, 0.4) },
            Ia = new AutoencoderRecipe { Optimisation = none },
            Ib = new PixelRecipe { Optimisation = none },
            Ii = new PixelRecipe { Optimisation = Optimisation(Share(steps, 0.25), LargestBatch / 2, 2e-4), LatentNoise = 0.4, PerceptualWeight = 0.012 },
            Iii = new FlowRecipe { Optimisation = Optimisation(steps, LargestBatch, 4e-4), SampleGridSteps = 8 },
            Iv = model.FewStep is null ? null : new FewStepRecipe
            {
                Optimisation = Optimisation(Share(steps, 0.6), LargestBatch, 3e-4),
                RegressionShare = 1.0,
                Trajectories = new TrajectoryRecipe { Count = Math.Max(LargestBatch, Share(steps, 1.25)), Steps = 8, Kept = 8, PlanShare = 0.8, Plans = [1, 2, 2] },
                ReferenceImages = 9,
            },
        };
    }

    /// <summary>Lays out a run folder that begins with a model's networks.</summary>
    /// <param name="model">What is adapted.</param>
    /// <param name="dataPath">The pictures.</param>
    /// <param name="outPath">The run folder; what it holds already stays, so that a run can be resumed.</param>
    /// <param name="steps">Of the generator; the other stages take a share of it.</param>
    /// <returns>The recipe's file.</returns>
    /// <exception cref="ConfigException">The model lacks a network, or is itself in the folder; there are no pictures; or the folder cannot be written.</exception>
    public static string Prepare(ModelFolder model, string dataPath, string outPath, int steps)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        var recipe = Recipe(model.Config, RecipeFile.Name(dataPath), DataSources.Open(dataPath, allowLoss: true).Classes.Count, steps);
        string[] files = [ModelFolder.EncoderFile, ModelFolder.FeatureDecoderFile, ModelFolder.PixelDecoderFile];
        if (files.Append(ModelFolder.GeneratorFile).FirstOrDefault(file => !File.Exists(Path.Combine(model.Path, file))) is { } missing)
        {
            throw new ConfigException($"Model folder {model.Path} has no {missing}, and an adapted model begins with it. Take a model that has all of its networks.");
        }

        if (Place(outPath) == Place(model.Path))
        {
            throw new ConfigException($"{outPath} is the model itself, which stays as it is. Give another folder.") { Subject = nameof(TrainingOptions.OutPath) };
        }

        try
        {
            Directory.CreateDirectory(outPath);
            foreach (var file in files.Where(file => !File.Exists(Path.Combine(outPath, file))))
            {
                AtomicFile.WriteBytes(Path.Combine(outPath, file), File.ReadAllBytes(Path.Combine(model.Path, file)));
            }

            var path = Path.Combine(outPath, RecipeName);
            RecipeFile.Write(path, recipe);
            AtomicFile.WriteBytes(Path.Combine(outPath, ReadmeName), Encoding.UTF8.GetBytes(Readme(model, recipe, dataPath)));
            return path;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ConfigException($"Run folder {outPath} cannot be written: {failure.Message} Choose another place.", failure) { Subject = nameof(TrainingOptions.OutPath) };
        }
    }

    private static string Readme(ModelFolder model, TrainingRecipe recipe, string dataPath) => string.Create(CultureInfo.InvariantCulture, $"""
        # {recipe.Model.Name}

        A FaeRealtime model that was turned towards the pictures of `{RecipeFile.Name(dataPath)}`. It began with model '{model.Config.Name}' ({model.ShortHash}), whose encoder and feature decoder it has; its
        licence holds for this one, too, beside what the pictures' owners say. Pixel decoder {recipe.Ii.Optimisation.Steps} steps, generator {recipe.Iii.Optimisation.Steps}{(recipe.Iv is { } student ? $", student {student.Optimisation.Steps}" : string.Empty)}: `recipe.json`.

        """);

    private static OptimisationRecipe Optimisation(int steps, int batch, double rate) => new()
    {
        Steps = steps,
        Batch = batch,
        Precision = TrainingPrecision.Bf16,
        LearningRate = rate,
        Warmup = Math.Min(20, steps),
        EmaDecay = Math.Clamp(1 - (5.0 / steps), 0.5, 0.999),
    };

    private static string Place(string path) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));

    private static int Share(int steps, double share) => Math.Max(1, (int)(steps * share));
}
