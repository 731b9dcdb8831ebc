using FaeRealtime.Core.Config;
using FaeRealtime.Onnx.Graphs;

namespace FaeRealtime.Onnx.Networks;

/// <summary>What stands between two attentions: an MLP with GELU, or SwiGLU.</summary>
internal static class FeedForwardGraph
{
    /// <summary>Applies it.</summary>
    /// <param name="layers">The network.</param>
    /// <param name="config">Sizes and kind.</param>
    /// <param name="x"><c>[B, T, D]</c>, normed.</param>
    /// <param name="prefix">Its keys' beginning, such as <c>blocks.0.mlp</c>.</param>
    /// <param name="bias">Whether its matrices have biases.</param>
    /// <returns><c>[B, T, D]</c>.</returns>
    public static string Apply(LayerGraph layers, BlockConfig config, string x, string prefix, bool bias = true)
    {
        var graph = layers.Graph;
        if (config.FeedForward == FeedForwardKind.SwiGlu)
        {
            var halves = graph.Split(layers.Linear(x, $"{prefix}.w12", 2 * config.Hidden, config.Width, bias), 2, -1);
            return layers.Linear(graph.Times(graph.Silu(halves[0]), halves[1]), $"{prefix}.w3", config.Width, config.Hidden, bias);
        }

        var hidden = layers.Linear(x, $"{prefix}.fc1", config.Hidden, config.Width, bias);
        return layers.Linear(config.FeedForward == FeedForwardKind.Gelu ? graph.Gelu(hidden) : graph.GeluTanh(hidden), $"{prefix}.fc2", config.Width, config.Hidden, bias);
    }
}
