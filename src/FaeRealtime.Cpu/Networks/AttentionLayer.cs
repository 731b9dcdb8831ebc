using FaeRealtime.Core.Config;
using FaeRealtime.Cpu.Kernels;
using FaeRealtime.Cpu.Packing;
using FaeRealtime.Cpu.Passes;

namespace FaeRealtime.Cpu.Networks;

/// <summary>The way of tokens into an attention and back: queries, keys and values with the norms of their heads, and the projection of what was mixed.</summary>
internal sealed unsafe class AttentionLayer
{
    private readonly int _width;
    private readonly PackedMatrix _merged;
    private readonly PackedMatrix? _projection;
    private readonly HeadPlacement _heads;

    /// <summary>Reads a layer.</summary>
    /// <param name="layers">Its file.</param>
    /// <param name="prefix">Its keys' beginning, such as <c>blocks.0.attn</c>.</param>
    /// <param name="config">Sizes and kinds.</param>
    /// <param name="form">How the file has it.</param>
    /// <param name="rotary">Rotary positions, or null.</param>
    public AttentionLayer(LayerReader layers, string prefix, BlockConfig config, in AttentionForm form, RotaryTable? rotary)
    {
        _width = config.Width;
        _merged = layers.Linear($"{prefix}.qkv", 3 * _width, _width, bias: form.MergedBias);
        _projection = form.Answers ? layers.Linear($"{prefix}.proj", _width, _width, bias: form.ProjectionBias) : null;
        _heads = new HeadPlacement(
            layers.Head($"{prefix}.{form.QueryNorm}", config.QkNorm, config.HeadWidth, form.LayerNormEpsilon),
            layers.Head($"{prefix}.{form.KeyNorm}", config.QkNorm, config.HeadWidth, form.LayerNormEpsilon),
            rotary,
            (float)(1.0 / Math.Sqrt(config.HeadWidth)));
    }

    /// <summary>Queries, keys and values, to where the space has them.</summary>
    /// <param name="space">The tokens.</param>
    /// <param name="normed">Normed and modulated rows <c>[B·T, D]</c>.</param>
    public Product Ask(TokenSpace space, float* normed) => new()
    {
        Matrix = _merged,
        Source = normed,
        Stride = _width,
        Rows = space.Rows,
        Output = new Epilogue { Target = space.Merged, TargetStride = 3 * _width },
    };

    /// <summary>What the attention mixes; its results go to the space's branch, where they are wanted.</summary>
    /// <param name="space">The tokens.</param>
    public AttentionRows Rows(TokenSpace space) => new()
    {
        Heads = _heads,
        Merged = space.Merged,
        Stride = 3 * _width,
        Target = _projection is null ? null : space.Branch,
        Tokens = space.Tokens,
    };

    /// <summary>The projection of the attention's results; none where they are not wanted.</summary>
    /// <param name="space">The tokens.</param>
    /// <param name="added">Where to.</param>
    public Product Project(TokenSpace space, in Epilogue added) => _projection is null
        ? default
        : new Product { Matrix = _projection, Source = space.Branch, Stride = _width, Rows = space.Rows, Output = added };
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
    public double LayerNormEpsilon { get; init; } = LayerReader.LayerNormEpsilon;

    /// <summary>Whether queries, keys and values have biases.</summary>
    public bool MergedBias { get; init; } = true;

    /// <summary>Whether the projection has a bias.</summary>
    public bool ProjectionBias { get; init; } = true;

    /// <summary>Whether there is a projection; without one the tokens only lend queries, keys and values.</summary>
    public bool Answers { get; init; } = true;
}
