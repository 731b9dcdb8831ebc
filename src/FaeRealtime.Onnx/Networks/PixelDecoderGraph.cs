using FaeRealtime.Core.Config;
using FaeRealtime.Core.Positions;
using FaeRealtime.Onnx.Graphs;

namespace FaeRealtime.Onnx.Networks;

/// <summary>Features to pixels: linear, positions, blocks {LayerNorm, attention, LayerNorm, MLP}, LayerNorm, a head.</summary>
/// <remarks>Features come on the decoder's own grid, so that <c>resizeTokens</c> has nothing to do here.</remarks>
internal static class PixelDecoderGraph
{
    /// <summary>Writes the nodes from raw features <c>[B, T, D]</c> to RGB <c>[B, 3, H, W]</c> in [0, 1].</summary>
    /// <param name="layers">Its file.</param>
    /// <param name="model">The model.</param>
    /// <param name="features">How its features are standardised.</param>
    public static void Write(LayerGraph layers, ModelConfig model, FeatureScale features)
    {
        var (graph, config, latent, featureWidth) = (layers.Graph, model.PixelDecoder, model.Latent, model.Encoder.FeatureWidth);
        var standardised = features.Standardised(graph, graph.Input(Ports.Features(latent, featureWidth)));
        var x = Embedded(layers, config, latent.Side, layers.Linear(standardised, "proj_in", config.Width, featureWidth));
        var blocks = new BlockGraph(layers, BlockConfig.Of(config), rotary: null);
        for (var i = 0; i < config.Depth; i++)
        {
            x = blocks.Apply(x, $"blocks.{i}");
        }

        x = layers.Norm(x, "norm", NormKind.LayerNorm, config.Width, config.NormEpsilon);
        x = config.ClassToken ? graph.Slice(x, 1, 1, 1 + (latent.Side * latent.Side)) : x;
        var pixels = PixelHeadGraph.Write(layers, config.HeadShape(latent.Side), config.Width, x);
        graph.Output(graph.Clip(pixels, 0, 1), new GraphPort("rgb", ElementType.Float32, [3, config.ImageSize, config.ImageSize], "the picture, in [0, 1], top row first"));
    }

    // The class token and its place are one row of the table, over a row of zeros.
    private static string Embedded(LayerGraph layers, PixelDecoderConfig config, int grid, string x)
    {
        var (graph, width, rows) = (layers.Graph, config.Width, (config.ClassToken ? 1 : 0) + (grid * grid));
        var positions = layers.Table("pos_embed", () => SinCosGrid.Table(width, grid, config.ClassToken), 1, rows, width);
        if (config.ClassToken)
        {
            var token = layers.File.Take("cls_token", 1, 1, width);
            for (var i = 0; i < width; i++)
            {
                positions[i] += token[i];
            }

            x = graph.Add("Pad", [x, graph.Integers(0, 1, 0, 0, 0, 0)]);
        }

        return graph.Plus(x, graph.Constant(positions, 1, rows, width));
    }
}
