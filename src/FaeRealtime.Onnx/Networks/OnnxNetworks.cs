using FaeRealtime.Core.Checkpoints.Formats;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Onnx.Graphs;

namespace FaeRealtime.Onnx.Networks;

/// <summary>The networks of a model that can leave it as graphs: a line each.</summary>
internal static class OnnxNetworks
{
    /// <summary>All of them, in the order in which a picture is made.</summary>
    public static IReadOnlyList<OnnxNetwork> All { get; } =
    [
        new("generator", ModelFolder.GeneratorFile, "the generator", GeneratorGraphs.Require, (layers, folder) => GeneratorGraphs.Write(layers, folder.Config, targetTime: false)),
        new("few-step", ModelFolder.FewStepFile, "the few-step student", GeneratorGraphs.Require, (layers, folder) => GeneratorGraphs.Write(layers, folder.Config, targetTime: true)),
        new("feature-decoder", ModelFolder.FeatureDecoderFile, "the feature decoder", _ => { }, (layers, folder) => FeatureDecoderGraph.Write(layers, folder.Config, FeatureScale.Of(folder))),
        new("pixel-decoder", ModelFolder.PixelDecoderFile, "the pixel decoder", _ => { }, (layers, folder) => PixelDecoderGraph.Write(layers, folder.Config, FeatureScale.Of(folder))),
        new("autoencoder", ModelFolder.EncoderFile, "the latent encoder", LatentEncoderGraph.Require, (layers, folder) => LatentEncoderGraph.Write(layers, folder.Config)),
    ];

    /// <summary>The networks to write, in the order of <see cref="All"/>.</summary>
    /// <param name="folder">The model.</param>
    /// <param name="names">Which; empty for all that it has.</param>
    /// <exception cref="ConfigException">There is no such network, the model has none, or it has no ONNX form.</exception>
    /// <exception cref="CheckpointException">The weights of one are missing, or no checkpoint.</exception>
    public static IReadOnlyList<OnnxNetwork> Choose(ModelFolder folder, IReadOnlyList<string> names)
    {
        if (names.FirstOrDefault(name => All.All(network => network.Name != name)) is { } unknown)
        {
            throw new ConfigException($"There is no network '{unknown}' in a model; give {string.Join(", ", All.Select(network => network.Name))}.");
        }

        if (names.Contains("few-step"))
        {
            folder.Choose(GeneratorVariant.FewStep);
        }

        IReadOnlyList<OnnxNetwork> chosen = [.. All.Where(network => names.Count == 0 ? network.WeightsFile != ModelFolder.FewStepFile || folder.HasFewStep : names.Contains(network.Name))];
        foreach (var network in chosen)
        {
            network.Require(folder.Config);
            network.Open(folder).Dispose();
        }

        return chosen;
    }
}

/// <summary>A network of a model as a graph.</summary>
/// <param name="Name">What it is called where one is chosen.</param>
/// <param name="WeightsFile">Its file in a model folder.</param>
/// <param name="What">What it is, for messages.</param>
/// <param name="Require">Refuses a model of which it has no ONNX form.</param>
/// <param name="Nodes">Writes its nodes.</param>
internal sealed record OnnxNetwork(string Name, string WeightsFile, string What, Action<ModelConfig> Require, Action<LayerGraph, ModelFolder> Nodes)
{
    /// <summary>The graph's file.</summary>
    public string File => Path.ChangeExtension(WeightsFile, ".onnx");

    /// <summary>Opens its weights.</summary>
    /// <param name="folder">The model.</param>
    /// <returns>The caller disposes.</returns>
    /// <exception cref="CheckpointException">They are missing, or no checkpoint.</exception>
    public WeightFile Open(ModelFolder folder) => WeightFile.Open(Path.Combine(folder.Path, WeightsFile), What);

    /// <summary>Builds the graph.</summary>
    /// <param name="folder">The model.</param>
    /// <param name="form">What all graphs have alike.</param>
    /// <exception cref="CheckpointException">The weights are missing, damaged or do not fit.</exception>
    public OnnxGraph Build(ModelFolder folder, GraphForm form)
    {
        using var file = Open(folder);
        var graph = new OnnxGraph(Name, form);
        Nodes(new LayerGraph(graph, file), folder);
        file.Finish();
        return graph;
    }
}
