using FaeRealtime.Core.Config;
using FaeRealtime.Onnx.Graphs;

namespace FaeRealtime.Onnx.Networks;

/// <summary>The attention of a block over its own tokens.</summary>
/// <param name="layers">The network.</param>
/// <param name="config">Sizes and kinds.</param>
/// <param name="rotary">Rotary positions, or null.</param>
internal sealed class AttentionGraph(LayerGraph layers, BlockConfig config, RotaryGraph? rotary)
{
    private readonly HeadGraph _heads = new(layers.Graph, config.Heads, config.HeadWidth);

    /// <summary>Applies it.</summary>
    /// <param name="x"><c>[B, T, D]</c>, normed.</param>
    /// <param name="prefix">Its keys' beginning, such as <c>blocks.0.attn</c>.</param>
    /// <returns><c>[B, T, D]</c>.</returns>
    public string Apply(string x, string prefix)
    {
        var mixed = _heads.Mix(Ask(x, prefix, AttentionForm.Plain));
        return Project(mixed, prefix, AttentionForm.Plain);
    }

    /// <summary>Queries, keys and values.</summary>
    /// <param name="x"><c>[B, T, D]</c>, normed.</param>
    /// <param name="prefix">The layer's keys' beginning.</param>
    /// <param name="form">How the file has it.</param>
    /// <returns><c>[B, H, T, Dh]</c> each.</returns>
    public HeadValues Ask(string x, string prefix, in AttentionForm form)
    {
        var parts = layers.Graph.Split(layers.Linear(x, $"{prefix}.qkv", 3 * config.Width, config.Width, form.MergedBias), 3, -1);
        return new HeadValues(
            Placed(parts[0], $"{prefix}.{form.QueryNorm}", form),
            Placed(parts[1], $"{prefix}.{form.KeyNorm}", form),
            _heads.Cut(parts[2]));
    }

    /// <summary>What an attention mixed, as the layer answers it.</summary>
    /// <param name="mixed"><c>[B, T, D]</c>.</param>
    /// <param name="prefix">The layer's keys' beginning.</param>
    /// <param name="form">How the file has it.</param>
    /// <returns><c>[B, T, D]</c>.</returns>
    public string Project(string mixed, string prefix, in AttentionForm form) => layers.Linear(mixed, $"{prefix}.proj", config.Width, config.Width, form.ProjectionBias);

    /// <summary>softmax(q·kᵀ/√Dh)·v.</summary>
    /// <param name="asked">What asks, and what is asked.</param>
    /// <returns><c>[B, T, D]</c>.</returns>
    public string Mix(HeadValues asked) => _heads.Mix(asked);

    private string Placed(string x, string norm, in AttentionForm form)
    {
        var head = layers.HeadNorm(_heads.Cut(x), norm, config.QkNorm, config.HeadWidth, form.LayerNormEpsilon);
        return rotary is null ? head : rotary.Apply(head);
    }
}

/// <summary>What files and formulas of attention layers differ in.</summary>
internal readonly record struct AttentionForm()
{
    /// <summary>ViT's, SiT's and LightningDiT's.</summary>
    public static AttentionForm Plain { get; } = new();

    /// <summary>The queries' norm's key behind the layer's.</summary>
    public string QueryNorm { get; init; } = "q_norm";

    /// <summary>The keys' norm's.</summary>
    public string KeyNorm { get; init; } = "k_norm";

    /// <summary>What they add to the variance where they are LayerNorms.</summary>
    public double LayerNormEpsilon { get; init; } = LayerGraph.LayerNormEpsilon;

    /// <summary>Whether queries, keys and values have biases.</summary>
    public bool MergedBias { get; init; } = true;

    /// <summary>Whether the projection has a bias.</summary>
    public bool ProjectionBias { get; init; } = true;
}
