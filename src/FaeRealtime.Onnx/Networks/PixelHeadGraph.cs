using FaeRealtime.Core.Config;
using FaeRealtime.Onnx.Graphs;

namespace FaeRealtime.Onnx.Networks;

/// <summary>The ways from tokens to a picture.</summary>
internal static class PixelHeadGraph
{
    private const int Colours = 3;

    /// <summary>Writes a head.</summary>
    /// <param name="layers">The pixel decoder's file.</param>
    /// <param name="shape">The head's sizes.</param>
    /// <param name="width">Token width D.</param>
    /// <param name="tokens"><c>[B, T, D]</c>, normed.</param>
    /// <returns><c>[B, 3, H, W]</c>.</returns>
    public static string Write(LayerGraph layers, in PixelHeadShape shape, int width, string tokens)
    {
        var values = layers.Linear(tokens, "proj_out", shape.Outputs, width);
        return shape.Kind switch
        {
            PixelHeadKind.Convolution => Convolved(layers, shape, values),
            PixelHeadKind.Overlap when shape.Overlap > 0 => Overlapped(layers.Graph, shape, values),
            _ => layers.Graph.Planes(values, shape.Grid, shape.Patch, Colours),
        };
    }

    private static string Convolved(LayerGraph layers, in PixelHeadShape shape, string values)
    {
        var graph = layers.Graph;
        var x = graph.Planes(values, shape.Grid, shape.Cells, shape.Channels);
        for (var i = 0; i < shape.Layers; i++)
        {
            var outputs = shape.LayerOutputs(i);
            x = graph.Add(
                "Conv",
                [graph.Gelu(x), layers.Weight($"head.{i}.weight", outputs, shape.Channels, 3, 3), layers.Weight($"head.{i}.bias", outputs)],
                OnnxAttribute.Of("pads", 1, 1, 1, 1));
        }

        return graph.Add("DepthToSpace", [x], OnnxAttribute.Of("blocksize", shape.Stride), OnnxAttribute.Of("mode", "DCR"));
    }

    private static string Overlapped(OnnxGraph graph, in PixelHeadShape shape, string values)
    {
        var (grid, reach, side, window) = ((long)shape.Grid, (long)shape.Reach, (long)shape.Grid * shape.Patch, shape.Window());
        var rows = graph.Constant(window, 1, grid, 1, reach, 1, 1);
        var columns = graph.Constant(window, 1, 1, grid, 1, reach, 1);
        var patches = graph.Times(graph.Reshape(values, 0, grid, grid, reach, reach, Colours), graph.Times(rows, columns)); // [B, gy, gx, Ry, Rx, 3]
        var tall = graph.Reshape(graph.Transpose(patches, 0, 5, 2, 4, 1, 3), 0, Colours * grid * reach, grid, reach); // [B, 3·gx·Rx, gy, Ry]
        var wide = graph.Transpose(graph.Reshape(Folded(graph, shape, tall), 0, Colours, grid, reach, side), 0, 1, 4, 2, 3); // [B, 3, H, gx, Rx]
        var folded = Folded(graph, shape, graph.Reshape(wide, 0, Colours * side, grid, reach)); // [B, 3·H, W]
        return graph.Reshape(folded, 0, Colours, side, side);
    }

    // Stretches of P + 2·O numbers, P apart, summed: the first P of each without gaps, and the last 2·O, at most P, one place further. [B, N, g, R] → [B, N, g·P]
    private static string Folded(OnnxGraph graph, in PixelHeadShape shape, string x)
    {
        var (side, patch, overlap) = ((long)shape.Grid * shape.Patch, (long)shape.Patch, (long)shape.Overlap);
        var heads = graph.Reshape(graph.Slice(x, 3, 0, patch), 0, 0, side);
        var rest = graph.Slice(x, 3, patch, shape.Reach);
        var tails = graph.Reshape(graph.Add("Pad", [rest, graph.Integers(0, 0, 0, 0, 0, 0, 0, patch - (2 * overlap))]), 0, 0, side);
        var sum = graph.Plus(graph.Add("Pad", [heads, graph.Integers(0, 0, 0, 0, 0, patch)]), graph.Add("Pad", [tails, graph.Integers(0, 0, patch, 0, 0, 0)]));
        return graph.Slice(sum, 2, overlap, overlap + side);
    }
}
