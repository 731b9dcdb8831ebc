using FaeRealtime.Core.Config;
using FaeRealtime.Onnx.Graphs;

namespace FaeRealtime.Onnx.Networks;

/// <summary>A pre-norm transformer block: x ← x + g₁·Attn(N₁(x)·(1 + γ₁) + β₁), then the same with the feed-forward layer.</summary>
/// <remarks>Peebles &amp; Xie 2022, arXiv:2212.09748, §3.2. A decoder's blocks have neither shifts, scales nor gates: nothing modulates them.</remarks>
/// <param name="layers">The network.</param>
/// <param name="config">Sizes and kinds.</param>
/// <param name="rotary">Rotary positions, or null.</param>
internal sealed class BlockGraph(LayerGraph layers, BlockConfig config, RotaryGraph? rotary)
{
    private readonly AttentionGraph _attention = new(layers, config, rotary);

    /// <summary>A block that nothing modulates.</summary>
    /// <param name="x"><c>[B, T, D]</c>.</param>
    /// <param name="prefix">Its keys' beginning, such as <c>blocks.0</c>.</param>
    /// <returns><c>[B, T, D]</c>.</returns>
    public string Apply(string x, string prefix)
    {
        x = layers.Graph.Plus(x, _attention.Apply(Normed(x, $"{prefix}.norm1"), $"{prefix}.attn"));
        return layers.Graph.Plus(x, FeedForwardGraph.Apply(layers, config, Normed(x, $"{prefix}.norm2"), $"{prefix}.mlp"));
    }

    /// <summary>A block that a condition modulates.</summary>
    /// <param name="x"><c>[B, T, D]</c>.</param>
    /// <param name="prefix">Its keys' beginning.</param>
    /// <param name="vectors">(β₁, γ₁, g₁, β₂, γ₂, g₂), or (γ₁, g₁, γ₂, g₂), each <c>[B, 1, D]</c>.</param>
    /// <returns><c>[B, T, D]</c>.</returns>
    public string Apply(string x, string prefix, string[] vectors)
    {
        var graph = layers.Graph;
        var (first, second) = (vectors[..(vectors.Length / 2)], vectors[(vectors.Length / 2)..]);
        var attended = _attention.Apply(Modulated(x, $"{prefix}.norm1", first), $"{prefix}.attn");
        x = graph.Plus(x, graph.Times(first[^1], attended));
        return graph.Plus(x, graph.Times(second[^1], FeedForwardGraph.Apply(layers, config, Modulated(x, $"{prefix}.norm2", second), $"{prefix}.mlp")));
    }

    private string Modulated(string x, string norm, string[] vectors) => layers.Modulated(Normed(x, norm), vectors.Length == 3 ? vectors[0] : null, vectors[^2]);

    private string Normed(string x, string norm) => layers.Norm(x, norm, config.Norm, config.Width, config.NormEpsilon);
}
