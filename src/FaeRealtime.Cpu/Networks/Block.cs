using FaeRealtime.Core.Config;
using FaeRealtime.Cpu.Kernels;
using FaeRealtime.Cpu.Passes;

namespace FaeRealtime.Cpu.Networks;

/// <summary>A pre-norm transformer block: x ← x + g₁·Attn(N₁(x)·γ₁ + β₁), then the same with the feed-forward layer.</summary>
/// <remarks>
/// The generator's gains, shifts and gates come from the condition (adaLN-Zero, Peebles &amp; Xie 2022, §3.2) and are given at each call; the decoders' and encoders' are the norms'
/// own weights and biases, and nothing gates but an encoder's layer scale.
/// </remarks>
internal sealed unsafe class Block
{
    private readonly BlockConfig _config;
    private readonly RowNorm _norm;
    private readonly AttentionLayer _attention;
    private readonly FeedForwardLayer _feedForward;
    private readonly float** _own;

    /// <summary>Reads a block.</summary>
    /// <param name="layers">Its file.</param>
    /// <param name="prefix">Its keys' beginning, such as <c>blocks.0</c>.</param>
    /// <param name="config">Sizes and kinds.</param>
    /// <param name="rotary">Rotary positions shared by the stack, or null.</param>
    public Block(LayerReader layers, string prefix, BlockConfig config, RotaryTable? rotary)
    {
        _config = config;
        var width = config.Width;
        _norm = LayerReader.Norm(config.Norm, config.NormEpsilon);
        _attention = new AttentionLayer(layers, $"{prefix}.attn", config, AttentionForm.Plain with { MergedBias = config.QkvBias }, rotary);
        _feedForward = new FeedForwardLayer(layers, $"{prefix}.mlp", config);
        FirstGain = layers.Gain($"{prefix}.norm1", config.Norm, width);
        SecondGain = layers.Gain($"{prefix}.norm2", config.Norm, width);
        if (!config.Modulated)
        {
            float[] Gate(string name) => config.LayerScale ? layers.File.Take($"{prefix}.{name}.gamma", width) : new float[width];
            float[] vectors =
            [
                .. FirstGain, .. layers.Shift($"{prefix}.norm1", config.Norm, width), .. Gate("ls1"),
                .. SecondGain, .. layers.Shift($"{prefix}.norm2", config.Norm, width), .. Gate("ls2"),
            ];
            _own = (float**)layers.Arena.Take(sizeof(nint) / sizeof(float));
            *_own = layers.Arena.Copy(vectors);
        }
    }

    /// <summary>The first norm's weight, ones where it has none.</summary>
    public float[] FirstGain { get; }

    /// <summary>The second norm's weight.</summary>
    public float[] SecondGain { get; }

    /// <summary>Applies the block with its own gains and shifts.</summary>
    /// <param name="space">The tokens, changed in place.</param>
    public void Apply(TokenSpace space) => Apply(space, new BlockModulation(_own, 0, _config.Width, space.Rows));

    /// <summary>Applies the block.</summary>
    /// <param name="space">The tokens, changed in place.</param>
    /// <param name="modulation">Gains, shifts and, where the block is modulated, gates.</param>
    public void Apply(TokenSpace space, in BlockModulation modulation)
    {
        var (compute, width) = (space.Compute, _config.Width);
        compute.Normalise(_norm, width, space.Normed(modulation, 0, space.Branch));
        compute.Multiply(_attention.Ask(space, space.Branch));
        space.Attention.Run(_attention.Rows(space), default, space.Images);
        compute.Multiply(_attention.Project(space, space.Added(modulation, 0)));
        compute.Normalise(_norm, width, space.Normed(modulation, 1, space.Branch));
        compute.Multiply(_feedForward.First(space));
        compute.Multiply(_feedForward.Second(space, space.Added(modulation, 1)));
    }
}
