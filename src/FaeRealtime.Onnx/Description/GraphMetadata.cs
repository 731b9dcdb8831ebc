using System.Globalization;
using System.Text.Json;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Folders;
using FaeRealtime.Onnx.Graphs;

namespace FaeRealtime.Onnx.Description;

/// <summary>What a graph's file says of the model (<c>metadata_props</c>): keys with «fae.» before them; lists and records are JSON.</summary>
internal static class GraphMetadata
{
    /// <summary>What every graph of a model says.</summary>
    /// <param name="folder">The model.</param>
    /// <param name="form">How it is stored.</param>
    public static IReadOnlyDictionary<string, string> Of(ModelFolder folder, GraphForm form)
    {
        var config = folder.Config;
        var metadata = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["fae.model"] = config.Name,
            ["fae.hash"] = folder.Hash,
            ["fae.classes"] = JsonSerializer.Serialize([.. folder.Classes], FaeJsonContext.Default.StringArray),
            ["fae.encoder"] = config.Encoder.Name,
            ["fae.encoder.config"] = JsonSerializer.Serialize(config.Encoder, FaeJsonContext.Default.VisionEncoderConfig),
            ["fae.latent"] = JsonSerializer.Serialize(config.Latent, FaeJsonContext.Default.LatentConfig),
            ["fae.time"] = "1 is noise, 0 is data",
            ["fae.store"] = form.Halves ? "f16" : "f32",
            ["fae.batch"] = form.Batch?.ToString(CultureInfo.InvariantCulture) ?? "any",
        };
        Add(metadata, "fae.encoder.sha256", config.Encoder.Sha256);
        Add(metadata, "fae.words", config.Generator.Text?.Encoder);
        return metadata;
    }

    /// <summary>The same for one network.</summary>
    /// <param name="metadata">What every graph says.</param>
    /// <param name="config">The model.</param>
    /// <param name="network">The network's name.</param>
    public static IReadOnlyDictionary<string, string> With(IReadOnlyDictionary<string, string> metadata, ModelConfig config, string network)
    {
        var variant = network == "few-step" ? GeneratorVariant.FewStep : GeneratorVariant.Teacher;
        return new SortedDictionary<string, string>(metadata.ToDictionary(), StringComparer.Ordinal)
        {
            ["fae.network"] = network,
            ["fae.sampling"] = JsonSerializer.Serialize(config.FewStep is null ? config.Sampling : config.SamplingOf(variant), FaeJsonContext.Default.SamplingConfig),
        };
    }

    private static void Add(SortedDictionary<string, string> metadata, string key, string? value)
    {
        if (value is not null)
        {
            metadata.Add(key, value);
        }
    }
}
