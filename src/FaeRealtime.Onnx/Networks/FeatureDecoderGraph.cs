using FaeRealtime.Core.Config;
using FaeRealtime.Core.Positions;
using FaeRealtime.Onnx.Graphs;

namespace FaeRealtime.Onnx.Networks;

/// <summary>Latents back to the features of the frozen encoder: linear, sin-cos positions, blocks {RMSNorm, attention with RoPE, RMSNorm, SwiGLU}, a final norm, a projection where the widths differ.</summary>
internal static class FeatureDecoderGraph
{
    /// <summary>Writes the nodes from normalised latents <c>[B, C, h, w]</c> to raw features <c>[B, T, D]</c>.</summary>
    /// <param name="layers">Its file.</param>
    /// <param name="model">The model.</param>
    /// <param name="features">How its features are standardised.</param>
    public static void Write(LayerGraph layers, ModelConfig model, FeatureScale features)
    {
        var (graph, config, latent, featureWidth) = (layers.Graph, model.FeatureDecoder, model.Latent, model.Encoder.FeatureWidth);
        var (width, tokens, block) = (config.Width, latent.Side * latent.Side, BlockConfig.Of(config));
        var z = LatentScale.Denormalised(graph, graph.Input(Ports.Latent(latent)), latent);
        var rows = graph.Patches(z, latent.Side, 1, latent.Channels); // [B, T, C]
        var positions = layers.Table("pos_embed", () => SinCosGrid.Table(width, latent.Side), 1, tokens, width);
        var x = graph.Plus(layers.Linear(rows, "proj_in", width, latent.Channels), graph.Constant(positions, 1, tokens, width));
        var blocks = new BlockGraph(layers, block, RotaryGraph.Of(layers, null, block.HeadWidth, latent.Side));
        for (var i = 0; i < config.Depth; i++)
        {
            x = blocks.Apply(x, $"blocks.{i}");
        }

        x = config.FinalNorm ? layers.Norm(x, "norm", NormKind.RmsNorm, width) : x;
        x = width == featureWidth ? x : layers.Linear(x, "proj_out", featureWidth, width);
        graph.Output(features.Raw(graph, x), Ports.Features(latent, featureWidth));
    }
}
