using FaeRealtime.Core.Config;
using FaeRealtime.Onnx.Graphs;

namespace FaeRealtime.Onnx.Networks;

/// <summary>MMDiT's block: text and image with weights of their own, and one attention in which every token sees all of both. The last one lets the text end.</summary>
/// <remarks>
/// x ← x + g₁·proj(attended), x ← x + g₃·Attn₂(N(x₀)·(1 + γ₃) + β₃) where the image has a second attention, over x₀ as it entered, and x ← x + g₂·FFN(N(x)·(1 + γ₂) + β₂).
/// </remarks>
/// <param name="layers">The generator's file.</param>
/// <param name="config">Sizes and switches.</param>
/// <param name="index">Its place, from 0.</param>
/// <param name="condition">SiLU of the condition <c>[B, D]</c>.</param>
internal sealed class JointBlockGraph(LayerGraph layers, MMDiTConfig config, int index, string condition)
{
    // (β, γ, g) of the joint attention, the feed-forward layer and the second attention; (β, γ) where the text ends.
    private const int BranchVectors = 3, EndVectors = 2;

    private readonly BlockConfig _shape =
        new(config.Width, config.Heads, config.HiddenWidth, config.SwiGlu ? FeedForwardKind.SwiGlu : FeedForwardKind.GeluTanh, NormKind.LayerNormNoAffine, config.QkNorm);

    private readonly AttentionForm _form = new()
    {
        QueryNorm = "ln_q",
        KeyNorm = "ln_k",
        LayerNormEpsilon = LayerGraph.TokenEpsilon,
        MergedBias = config.QkvBias,
        ProjectionBias = config.ProjectionBias,
    };

    private string TextPrefix => $"joint_blocks.{index}.context_block";

    private string ImagePrefix => $"joint_blocks.{index}.x_block";

    /// <summary>Applies it.</summary>
    /// <param name="streams">Both streams' tokens.</param>
    /// <returns>The same behind the block; behind the last one there is no text.</returns>
    public StreamPair Apply(StreamPair streams)
    {
        var (graph, textEnds, attendsAlone) = (layers.Graph, index == config.Depth - 1, config.SelfAttentionBlocks.Contains(index));
        var ofText = Vectors(TextPrefix, textEnds ? EndVectors : 2 * BranchVectors);
        var ofImage = Vectors(ImagePrefix, (attendsAlone ? 3 : 2) * BranchVectors);
        var attention = new AttentionGraph(layers, _shape, rotary: null);
        var text = attention.Ask(Normed(streams.Text, ofText, 0), $"{TextPrefix}.attn", _form);
        var image = attention.Ask(Normed(streams.Image, ofImage, 0), $"{ImagePrefix}.attn", _form);
        var mixed = attention.Mix(new HeadValues(graph.Join(2, text.Query, image.Query), graph.Join(2, text.Key, image.Key), graph.Join(2, text.Value, image.Value))); // [B, L + T, D]
        var x = Gated(streams.Image, ofImage[2], attention.Project(graph.Slice(mixed, 1, config.TextTokens, int.MaxValue), $"{ImagePrefix}.attn", _form));
        if (attendsAlone)
        {
            var alone = attention.Mix(attention.Ask(Normed(streams.Image, ofImage, 2), $"{ImagePrefix}.attn2", _form));
            x = Gated(x, ofImage[(2 * BranchVectors) + 2], attention.Project(alone, $"{ImagePrefix}.attn2", _form));
        }

        x = Fed(x, ofImage, ImagePrefix);
        return textEnds
            ? new StreamPair(string.Empty, x)
            : new StreamPair(Fed(Gated(streams.Text, ofText[2], attention.Project(graph.Slice(mixed, 1, 0, config.TextTokens), $"{TextPrefix}.attn", _form)), ofText, TextPrefix), x);
    }

    private string[] Vectors(string prefix, int count) => layers.Vectors(condition, $"{prefix}.adaLN_modulation.1", config.Width, count);

    private string Normed(string x, string[] vectors, int branch) =>
        layers.Modulated(layers.Norm(x, string.Empty, NormKind.LayerNormNoAffine, config.Width), vectors[branch * BranchVectors], vectors[(branch * BranchVectors) + 1]);

    private string Gated(string x, string gate, string added) => layers.Graph.Plus(x, layers.Graph.Times(gate, added));

    private string Fed(string x, string[] vectors, string prefix) =>
        Gated(x, vectors[BranchVectors + 2], FeedForwardGraph.Apply(layers, _shape, Normed(x, vectors, 1), $"{prefix}.mlp", bias: !config.SwiGlu));
}

/// <summary>Tokens of both streams.</summary>
/// <param name="Text"><c>[B, L, D]</c>.</param>
/// <param name="Image"><c>[B, T, D]</c>.</param>
internal readonly record struct StreamPair(string Text, string Image);
