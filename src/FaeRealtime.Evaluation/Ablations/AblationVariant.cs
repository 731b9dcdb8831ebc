using System.Globalization;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Training.Recipes;

namespace FaeRealtime.Evaluation.Ablations;

/// <summary>One row of an ablation table: what it changes in the base recipe, and what the paper measured.</summary>
/// <param name="Name">As the table names it, with the paper's sizes.</param>
/// <param name="PaperFid">The paper's FID after 64 epochs without guidance.</param>
public sealed record AblationVariant(string Name, double PaperFid)
{
    /// <summary>The feature encoder's structure.</summary>
    public AutoencoderKind Autoencoder { get; init; } = AutoencoderKind.SingleAttention;

    /// <summary>Latent channels over the base recipe's: 1.5 for the paper's 48 over 32.</summary>
    public double ChannelFactor { get; init; } = 1;

    /// <summary>Whether the generator has SwiGLU; without all three flags it is a SiT.</summary>
    public bool SwiGlu { get; init; }

    /// <summary>Whether it has rotary positions.</summary>
    public bool Rope { get; init; }

    /// <summary>Whether it has RMSNorm.</summary>
    public bool RmsNorm { get; init; }

    /// <summary>Timestep shift of training and sampling; 1 is none.</summary>
    public double Shift { get; init; } = 1;

    /// <summary>A variant on the structure that is SiT with all three changes.</summary>
    internal static AblationVariant OfLightningDiT(string name, double paperFid) => new(name, paperFid) { SwiGlu = true, Rope = true, RmsNorm = true };

    /// <summary>The base recipe with this variant's changes and a seed.</summary>
    internal TrainingRecipe Apply(TrainingRecipe recipe, ulong seed)
    {
        var model = recipe.Model;
        return recipe with
        {
            Seed = seed,
            Iv = null,
            Model = model with
            {
                Latent = model.Latent with { Channels = Channels(recipe) },
                Autoencoder = model.Autoencoder with { Kind = Autoencoder },
                Generator = model.Generator is LightningDiTConfig generator
                    ? generator with { SwiGlu = SwiGlu, Rope = Rope, RmsNorm = RmsNorm }
                    : throw new ConfigException("The ablations are of a LightningDiT; give a recipe with one."),
                Sampling = model.Sampling with { Shift = Shift, Guidance = 1 },
                FewStep = null,
            },
        };
    }

    /// <summary>What its feature autoencoder depends on: variants that differ only in the generator share it.</summary>
    internal AblationVariant AutoencoderAlone() => new(Name, PaperFid) { Autoencoder = Autoencoder, ChannelFactor = ChannelFactor };

    /// <summary>A folder name for the autoencoder; the same in every table.</summary>
    internal string AutoencoderKey(TrainingRecipe recipe) =>
        string.Create(CultureInfo.InvariantCulture, $"{Autoencoder.ToString().ToLowerInvariant()}-{Channels(recipe)}");

    /// <summary>A folder name for the whole run; the same in every table.</summary>
    internal string Key(TrainingRecipe recipe) => string.Create(
        CultureInfo.InvariantCulture,
        $"{AutoencoderKey(recipe)}-sit{(SwiGlu ? "-swiglu" : "")}{(Rope ? "-rope" : "")}{(RmsNorm ? "-rmsnorm" : "")}{(Shift == 1 ? "" : $"-shift{Shift}")}");

    private int Channels(TrainingRecipe recipe) => (int)Math.Round(recipe.Model.Latent.Channels * ChannelFactor);
}
