using FaeRealtime.Core.Config;
using FaeRealtime.Onnx.Graphs;

namespace FaeRealtime.Onnx.Networks;

/// <summary>A generator's two ends: from latents to tokens with positions, and from the last block's tokens to latents.</summary>
/// <param name="layers">The generator's file.</param>
/// <param name="latent">The latent grid.</param>
/// <param name="patch">Side of a patch p.</param>
/// <param name="width">Token width D.</param>
internal sealed class LatentEnds(LayerGraph layers, LatentConfig latent, int patch, int width)
{
    private int Grid => latent.Side / patch;

    /// <summary>Latents to tokens.</summary>
    /// <param name="x"><c>[B, C, h, w]</c>.</param>
    /// <param name="positions"><c>[T, D]</c>.</param>
    /// <returns><c>[B, T, D]</c>.</returns>
    public string Embed(string x, ReadOnlySpan<float> positions) =>
        layers.Graph.Plus(layers.Patches(x, "x_embedder.proj", width, latent, patch), layers.Graph.Constant(positions, 1, Grid * Grid, width));

    /// <summary>Tokens to latents: a modulated norm and a linear layer.</summary>
    /// <param name="tokens">Behind the last block <c>[B, T, D]</c>.</param>
    /// <param name="condition">SiLU of the condition <c>[B, D]</c>.</param>
    /// <param name="norm">The norm's kind; its weight, where it has one, is <c>final_layer.norm_final</c>.</param>
    /// <param name="channels">Channels that the network gives; the latent's come first.</param>
    /// <returns><c>[B, C, h, w]</c>.</returns>
    public string Finish(string tokens, string condition, NormKind norm, int channels)
    {
        var vectors = layers.Vectors(condition, "final_layer.adaLN_modulation.1", width, 2);
        var modulated = layers.Modulated(layers.Norm(tokens, "final_layer.norm_final", norm, width), vectors[0], vectors[1]);
        var planes = layers.Graph.Planes(layers.Linear(modulated, "final_layer.linear", channels * patch * patch, width), Grid, patch, channels);
        return channels == latent.Channels ? planes : layers.Graph.Slice(planes, 1, 0, latent.Channels);
    }
}
