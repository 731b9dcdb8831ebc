using FaeRealtime.Core.Config;
using FaeRealtime.Engines.Gl.Compute;
using FaeRealtime.Graphics.Compute;

namespace FaeRealtime.Engines.Gl.Networks;

/// <summary>A pre-norm transformer block: x ← x + g₁·Attn(N₁(x)·γ₁ + β₁), then the same with the feed-forward layer.</summary>
/// <remarks>The generator's gains, shifts and gates come from the condition (adaLN-Zero, Peebles &amp; Xie 2022, §3.2); the decoders' are the norms' own, and nothing gates.</remarks>
internal sealed class GlBlock
{
    private readonly BlockConfig _config;
    private readonly GlNorm _firstNorm;
    private readonly GlNorm _secondNorm;
    private readonly HeadPlacement _heads;
    private readonly GlLinear _merged;
    private readonly GlLinear _projection;
    private readonly GlLinear _first;
    private readonly GlLinear _second;

    /// <summary>Reads a block.</summary>
    /// <param name="layers">Its file.</param>
    /// <param name="prefix">Its keys' beginning, such as <c>blocks.0</c>.</param>
    /// <param name="config">Sizes and kinds.</param>
    /// <param name="rotation">Rotary positions shared by the stack, or null.</param>
    public GlBlock(GlLayerReader layers, string prefix, BlockConfig config, StorageBuffer? rotation)
    {
        _config = config;
        var (width, gated) = (config.Width, config.FeedForward == FeedForwardKind.SwiGlu);
        _firstNorm = layers.Norm($"{prefix}.norm1", config.Norm, width, config.NormEpsilon);
        _merged = layers.Linear($"{prefix}.attn.qkv", 3 * width, width);
        _heads = layers.Heads($"{prefix}.attn", config, rotation);
        _projection = layers.Linear($"{prefix}.attn.proj", width, width);
        _secondNorm = layers.Norm($"{prefix}.norm2", config.Norm, width, config.NormEpsilon);
        _first = gated ? layers.Linear($"{prefix}.mlp.w12", 2 * config.Hidden, width, paired: true) : layers.Linear($"{prefix}.mlp.fc1", config.Hidden, width);
        _second = layers.Linear(gated ? $"{prefix}.mlp.w3" : $"{prefix}.mlp.fc2", width, config.Hidden);
    }

    /// <summary>Appends the block.</summary>
    /// <param name="list">What is filled.</param>
    /// <param name="tokens">The tokens, changed in place.</param>
    /// <param name="modulation">Where the block's modulations stand; null for a block without.</param>
    public void Record(KernelList list, GlTokens tokens, BlockModulation? modulation)
    {
        var (width, rows) = (_config.Width, tokens.Rows);
        var activation = _config.FeedForward switch
        {
            FeedForwardKind.SwiGlu => "SWIGLU",
            FeedForwardKind.Gelu => "GELU",
            _ => "GELU_TANH",
        };
        list.Normalise(_firstNorm, modulation?.Norm(0), tokens.Stream, tokens.Branch, width, rows);
        list.Multiply(_merged, new Rows(tokens.Branch, width), rows, new ProductTarget(new Rows(tokens.Merged, 3 * width)));
        list.Place(_heads, _config, tokens.Merged, rows);
        list.Attend(_config, tokens.Merged, tokens.Branch, tokens.Pictures);
        list.Multiply(_projection, new Rows(tokens.Branch, width), rows, Added(tokens, modulation?.Gate(0)));
        list.Normalise(_secondNorm, modulation?.Norm(1), tokens.Stream, tokens.Branch, width, rows);
        list.Multiply(_first, new Rows(tokens.Branch, width), rows, new ProductTarget(new Rows(tokens.Hidden, tokens.HiddenStride)) { Activation = activation });
        list.Multiply(_second, new Rows(tokens.Hidden, tokens.HiddenStride), rows, Added(tokens, modulation?.Gate(1)));
    }

    private ProductTarget Added(GlTokens tokens, int? gate) => new(new Rows(tokens.Stream, _config.Width)) { Residual = new Rows(tokens.Stream, _config.Width), Gate = gate };
}

/// <summary>Where a block's modulations stand from the beginning of a picture's: (β, γ, g) of each branch, or (γ, g) without shifts.</summary>
/// <param name="Offset">The block's.</param>
/// <param name="Width">The tokens' width.</param>
/// <param name="HasShift">Whether there is a β.</param>
internal readonly record struct BlockModulation(int Offset, int Width, bool HasShift)
{
    private int Vectors => HasShift ? 3 : 2;

    /// <summary>The norm of a branch, 0 or 1.</summary>
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

    /// <summary>Makes room for a stack.</summary>
    /// <param name="compute">Gives the memory. Borrowed.</param>
    /// <param name="config">The blocks.</param>
    /// <param name="tokens">Tokens of one picture T.</param>
    /// <param name="pictures">Pictures B.</param>
    public static GlTokens Of(GlCompute compute, BlockConfig config, int tokens, int pictures)
    {
        var (rows, hidden) = ((long)pictures * tokens, (config.Hidden + 3) / 4 * 4);
        return new GlTokens(
            tokens, pictures, compute.Floats(rows * config.Width), compute.Floats(rows * config.Width), compute.Floats(3 * rows * config.Width), compute.Floats(rows * hidden), hidden);
    }
}
