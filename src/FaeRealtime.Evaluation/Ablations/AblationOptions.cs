using FaeRealtime.Core.Errors;
using FaeRealtime.Data.Loading;
using FaeRealtime.Training.Recipes;
using TorchSharp;

namespace FaeRealtime.Evaluation.Ablations;

/// <summary>What an ablation is run on, and with what budget: the same for every variant.</summary>
/// <param name="RecipePath">The base recipe, whose stages Ia and III are trained.</param>
/// <param name="DataPath">A data folder of any kind that training takes.</param>
/// <param name="OutPath">Where runs and report go; tables that share it share runs.</param>
public sealed record AblationOptions(string RecipePath, string DataPath, string OutPath)
{
    /// <summary>Official weights of the frozen ViT.</summary>
    public string? EncoderPath { get; init; }

    /// <summary>Runs of each variant, with seeds 1, 2, ….</summary>
    public int Seeds { get; init; } = 3;

    /// <summary>Training images, evenly chosen; a quarter as many are held out.</summary>
    public int Images { get; init; } = 1000;

    /// <summary>Steps of stage Ia; null for the recipe's.</summary>
    public int? AutoencoderSteps { get; init; }

    /// <summary>Steps of stage III; null for the recipe's.</summary>
    public int? GeneratorSteps { get; init; }

    /// <summary>Samples whose features are compared with the real ones, balanced over the classes.</summary>
    public int Samples { get; init; } = 400;

    /// <summary>Euler steps of each sample, without guidance.</summary>
    public int SamplingSteps { get; init; } = 20;

    /// <summary>Where networks and batches lie.</summary>
    public torch.Device Device { get; init; } = torch.CPU;

    /// <summary>What the data may use of the machine.</summary>
    public DataOptions Loading { get; init; } = new();

    /// <summary>As <see cref="Training.TrainingOptions.Uninterrupted"/>.</summary>
    public Func<IDisposable>? Uninterrupted { get; init; }

    /// <summary>Seed of a random encoder in place of <see cref="EncoderPath"/>: tests only.</summary>
    internal ulong? RandomEncoderSeed { get; init; }

    /// <summary>The recipe with the steps of this budget.</summary>
    /// <exception cref="ConfigException">A number is out of range, or the recipe is wrong.</exception>
    internal TrainingRecipe Base()
    {
        Require(Seeds >= 2, nameof(Seeds), Seeds, "2 or more, because one run has no spread");
        Require(Images >= 8, nameof(Images), Images, "8 or more");
        Require(AutoencoderSteps is null or >= 1, nameof(AutoencoderSteps), AutoencoderSteps ?? 0, "1 or more");
        Require(GeneratorSteps is null or >= 1, nameof(GeneratorSteps), GeneratorSteps ?? 0, "1 or more");
        Require(Samples >= 10, nameof(Samples), Samples, "10 or more");
        Require(SamplingSteps >= 1, nameof(SamplingSteps), SamplingSteps, "1 or more");
        var recipe = RecipeFile.Read(RecipePath);
        var autoencoder = new RecipeOverrides(AutoencoderSteps).Apply(recipe);
        var generator = new RecipeOverrides(GeneratorSteps).Apply(recipe);
        return recipe with { Ia = autoencoder.Ia, Iii = generator.Iii };
    }

    private static void Require(bool holds, string name, int value, string allowed)
    {
        if (!holds)
        {
            throw new ConfigException(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{name} is {value}; give {allowed}.")) { Subject = name };
        }
    }
}
