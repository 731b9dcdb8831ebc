using FaeRealtime.Onnx.Graphs;

namespace FaeRealtime.Onnx.Networks;

/// <summary>Attention over heads.</summary>
/// <param name="graph">Where the nodes go.</param>
/// <param name="heads">Heads H.</param>
/// <param name="width">Width of a head Dh.</param>
internal sealed class HeadGraph(OnnxGraph graph, int heads, int width)
{
    /// <summary>Cuts tokens into heads.</summary>
    /// <param name="x"><c>[B, T, H·Dh]</c>.</param>
    /// <returns><c>[B, H, T, Dh]</c>.</returns>
    public string Cut(string x) => graph.Transpose(graph.Reshape(x, 0, 0, heads, width), 0, 2, 1, 3);

    /// <summary>softmax(q·kᵀ/√Dh)·v.</summary>
    /// <param name="asked">What asks, and what is asked.</param>
    /// <returns><c>[B, T, H·Dh]</c>.</returns>
    public string Mix(HeadValues asked)
    {
        var query = graph.Times(asked.Query, graph.Constant(1 / Math.Sqrt(width)));
        var shares = graph.Softmax(graph.Product(query, graph.Transpose(asked.Key, 0, 1, 3, 2))); // [B, H, T, T]
        return graph.Reshape(graph.Transpose(graph.Product(shares, asked.Value), 0, 2, 1, 3), 0, 0, heads * width);
    }
}

/// <summary>What an attention mixes.</summary>
/// <param name="Query"><c>[B, H, T, Dh]</c>.</param>
/// <param name="Key"><c>[B, H, T, Dh]</c>.</param>
/// <param name="Value"><c>[B, H, T, Dh]</c>.</param>
internal readonly record struct HeadValues(string Query, string Key, string Value);
