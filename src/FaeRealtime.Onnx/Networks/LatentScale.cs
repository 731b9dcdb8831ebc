using FaeRealtime.Core.Config;
using FaeRealtime.Onnx.Graphs;

namespace FaeRealtime.Onnx.Networks;

/// <summary>How latents are normalised for the generator; where a model has no statistics yet, they are not.</summary>
internal static class LatentScale
{
    /// <summary>z from a normalised latent.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x"><c>[B, C, h, w]</c>.</param>
    /// <param name="latent">The statistics.</param>
    public static string Denormalised(OnnxGraph graph, string x, LatentConfig latent) => latent.Mean.Count == 0
        ? x
        : graph.Plus(graph.Times(x, Channels(graph, latent.Std)), Channels(graph, latent.Mean));

    /// <summary>A normalised latent from z.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="z"><c>[B, C, h, w]</c>.</param>
    /// <param name="latent">The statistics.</param>
    public static string Normalised(OnnxGraph graph, string z, LatentConfig latent) => latent.Mean.Count == 0
        ? z
        : graph.Over(graph.Minus(z, Channels(graph, latent.Mean)), Channels(graph, latent.Std));

    /// <summary>The log-variance of a normalised latent from that of z.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="logVariance"><c>[B, C, h, w]</c>.</param>
    /// <param name="latent">The statistics.</param>
    public static string NormalisedLogVariance(OnnxGraph graph, string logVariance, LatentConfig latent) => latent.Mean.Count == 0
        ? logVariance
        : graph.Minus(logVariance, Channels(graph, [.. latent.Std.Select(deviation => 2 * Math.Log(deviation))]));

    private static string Channels(OnnxGraph graph, IReadOnlyList<double> values) => graph.Constant([.. values.Select(value => (float)value)], values.Count, 1, 1);
}
