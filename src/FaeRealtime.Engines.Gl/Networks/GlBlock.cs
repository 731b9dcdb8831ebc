using FaeRealtime.Core.Config;
using FaeRealtime.Engines.Gl.Compute;
using FaeRealtime.Graphics.Compute;

namespace FaeRealtime.Engines.Gl.Networks;

/// <summary>A pre-norm transformer block: x ← x + g₁·Attn(N₁(x)·γ₁ + β₁), then the same with the feed-forward layer.</summary>
/// <remarks>The generator's gains, shifts and gates come from the condition (adaLN-Zero, Peebles &amp; Xie 2022, §3.2); the decoders' and encoders' are the norms' own, and nothing gates but an encoder's layer scale, which lies in the weights.</remarks>
internal sealed class GlBlock
{
    private readonly BlockConfig _config;
    private readonly GlNorm _firstNorm;
    private readonly GlNorm _secondNorm;
    private readonly GlAttentionLayer _attention;
    private readonly GlFeedForwardLayer _feedForward;

    /// <summary>Reads a block.</summary>
    /// <param name="layers">Its file.</param>
    /// <param name="prefix">Its keys' beginning, such as <c>blocks.0</c>.</param>
    /// <param name="config">Sizes and kinds.</param>
    /// <param name="rotation">Rotary positions shared by the stack, or null.</param>
    public GlBlock(GlLayerReader layers, string prefix, BlockConfig config, StorageBuffer? rotation)
    {
        _config = config;
        _firstNorm = layers.Norm($"{prefix}.norm1", config.Norm, config.Width, config.NormEpsilon);
        _attention = new GlAttentionLayer(layers, $"{prefix}.attn", config, GlAttentionForm.Plain with { MergedBias = config.QkvBias, Gains = config.LayerScale ? $"{prefix}.ls1.gamma" : null }, rotation);
        _secondNorm = layers.Norm($"{prefix}.norm2", config.Norm, config.Width, config.NormEpsilon);
        _feedForward = new GlFeedForwardLayer(layers, $"{prefix}.mlp", config, gains: config.LayerScale ? $"{prefix}.ls2.gamma" : null);
    }

    /// <summary>Appends the block.</summary>
    /// <param name="list">What is filled.</param>
    /// <param name="tokens">The tokens, changed in place.</param>
    /// <param name="modulation">Where the block's modulations stand; null for a block without.</param>
    public void Record(KernelList list, GlTokens tokens, BlockModulation? modulation)
    {
        var (width, rows) = (_config.Width, tokens.Rows);
        list.Normalise(_firstNorm, modulation?.Norm(0), tokens.Stream, tokens.Branch, width, rows);
        _attention.Ask(list, tokens);
        list.Attend(_config, tokens.Merged, tokens.Branch, tokens.Pictures);
        _attention.Project(list, tokens, new Rows(tokens.Branch, width), modulation?.Gate(0));
        list.Normalise(_secondNorm, modulation?.Norm(1), tokens.Stream, tokens.Branch, width, rows);
        _feedForward.Record(list, tokens, modulation?.Gate(1));
    }
}

/// <summary>Where a block's modulations stand from the beginning of a picture's: (β, γ, g) of each branch, or (γ, g) without shifts.</summary>
/// <param name="Offset">The block's.</param>
/// <param name="Width">The tokens' width.</param>
/// <param name="HasShift">Whether there is a β.</param>
internal readonly record struct BlockModulation(int Offset, int Width, bool HasShift)
{
    private int Vectors => HasShift ? 3 : 2;

    /// <summary>The norm of a branch, from 0.</summary>
    public NormModulation Norm(int branch)
    {
        var first = Offset + (branch * Vectors * Width);
        return HasShift ? new NormModulation(first + Width, first) : new NormModulation(first, null);
    }

    /// <summary>The gate of a branch.</summary>
    public int Gate(int branch) => Offset + (((branch * Vectors) + Vectors - 1) * Width);
}

/// <summary>The rows that a stack of blocks works on.</summary>
/// <param name="Tokens">Tokens of one picture T.</param>
/// <param name="Pictures">Pictures B.</param>
/// <param name="Stream">The stream <c>[B·T, D]</c> that branches are added to.</param>
/// <param name="Branch">A branch's input <c>[B·T, D]</c>; also its attention's result.</param>
/// <param name="Merged">Queries, keys and values <c>[B·T, 3·D]</c>.</param>
/// <param name="Hidden">The feed-forward layer's inside <c>[B·T, hidden]</c>, zeros behind each row.</param>
/// <param name="HiddenStride">Its values from row to row, a multiple of 4.</param>
internal sealed record GlTokens(int Tokens, int Pictures, StorageBuffer Stream, StorageBuffer Branch, StorageBuffer Merged, StorageBuffer Hidden, int HiddenStride)
{
    /// <summary>B·T.</summary>
    public int Rows => Pictures * Tokens;

    /// <summary>A product that is added to the stream.</summary>
    /// <param name="width">The stream's.</param>
    /// <param name="gate">Where in a picture's modulations its factor stands, or null.</param>
    public ProductTarget Added(int width, int? gate) => new(new Rows(Stream, width)) { Residual = new Rows(Stream, width), Gate = gate };

    /// <summary>Makes room for a stack.</summary>
    /// <param name="compute">Gives the memory. Borrowed.</param>
    /// <param name="config">The blocks.</param>
    /// <param name="tokens">Tokens of one picture T.</param>
    /// <param name="pictures">Pictures B.</param>
    /// <param name="merged">Where queries, keys and values go that another stack shares; null for memory of their own.</param>
    public static GlTokens Of(GlCompute compute, BlockConfig config, int tokens, int pictures, StorageBuffer? merged = null)
    {
        var (rows, hidden) = ((long)pictures * tokens, (config.Hidden + 3) / 4 * 4);
        return new GlTokens(
            tokens, pictures, compute.Floats(rows * config.Width), compute.Floats(rows * config.Width), merged ?? compute.Floats(3 * rows * config.Width), compute.Floats(rows * hidden), hidden);
    }
}
