using System.Globalization;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Models;
using FaeRealtime.Models.Checkpoints;

namespace FaeRealtime.Host.CommandLine;

/// <summary>What the words on the command lines of import and export mean.</summary>
internal static class WeightOptions
{
    /// <summary>A direction by its name on the command line.</summary>
    /// <exception cref="ConfigException">There is no such direction.</exception>
    public static TimeDirection Direction(string name) => name switch
    {
        "data-at-one" => TimeDirection.DataAtOne,
        "noise-at-one" => TimeDirection.NoiseAtOne,
        _ => throw new ConfigException($"--time is '{name}'; give data-at-one or noise-at-one."),
    };

    /// <summary>A direction's name on the command line.</summary>
    public static string Name(TimeDirection time) => time == TimeDirection.DataAtOne ? "data-at-one" : "noise-at-one";

    /// <summary>A stored type by its name on the command line.</summary>
    /// <param name="name">The name.</param>
    /// <param name="bytes">Whether integers with scales are a choice: they are for this program alone.</param>
    /// <exception cref="ConfigException">Matrices cannot be stored so.</exception>
    public static WeightStorage Storage(string name, bool bytes) => name.ToUpper(CultureInfo.InvariantCulture) switch
    {
        "F32" => WeightStorage.F32,
        "F16" => WeightStorage.F16,
        "BF16" => WeightStorage.Bf16,
        "I8" when bytes => WeightStorage.I8,
        "I4" when bytes => WeightStorage.I4,
        _ => throw new ConfigException($"--store is '{name}'; give f32, f16{(bytes ? ", bf16, i8 or i4" : " or bf16")}."),
    };

    /// <summary>A network by its name on the command line.</summary>
    /// <exception cref="ConfigException">A model has no such network.</exception>
    public static ModelParts Part(string name) => name switch
    {
        "autoencoder" => ModelParts.Encoder,
        "feature-decoder" => ModelParts.FeatureDecoder,
        "pixel-decoder" => ModelParts.PixelDecoder,
        "generator" => ModelParts.Generator,
        "few-step" => ModelParts.FewStep,
        _ => throw new ConfigException($"There is no network '{name}' in a model; give autoencoder, feature-decoder, pixel-decoder, generator or few-step."),
    };

    /// <summary>A family of files by its name on the command line.</summary>
    /// <exception cref="ConfigException">There is no such family.</exception>
    public static CheckpointLayout Layout(string name) => name switch
    {
        "rae" => PixelDecoderLayouts.Rae,
        "sd3" => MMDiTLayouts.OfficialPrefixed,
        _ => throw new ConfigException($"--keys is '{name}'; give rae for a pixel decoder or sd3 for an MMDiT, or leave it out: a generator's keys are then the official ones without prefix, another network's its own."),
    };
}
