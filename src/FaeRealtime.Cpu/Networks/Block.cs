using FaeRealtime.Core.Config;
using FaeRealtime.Cpu.Kernels;
using FaeRealtime.Cpu.Packing;
using FaeRealtime.Cpu.Passes;

namespace FaeRealtime.Cpu.Networks;

/// <summary>A pre-norm transformer block: x ← x + g₁·Attn(N₁(x)·γ₁ + β₁), then the same with the feed-forward layer.</summary>
/// <remarks>
/// The generator's gains, shifts and gates come from the condition (adaLN-Zero, Peebles &amp; Xie 2022, §3.2) and are given at each call; the decoders' are the norms' own
/// weights and biases, and nothing gates.
/// </remarks>
internal sealed unsafe class Block
{
    private readonly BlockConfig _config;
    private readonly RowNorm _norm;
    private readonly PackedMatrix _merged;
    private readonly PackedMatrix _projection;
    private readonly PackedMatrix _first;
    private readonly PackedMatrix _second;
    private readonly HeadPlacement _heads;
    private readonly EpilogueKind _activation;
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
        _merged = layers.Linear($"{prefix}.attn.qkv", 3 * width, width);
        _projection = layers.Linear($"{prefix}.attn.proj", width, width);
        _heads = new HeadPlacement(
            layers.Head($"{prefix}.attn.q_norm", config.QkNorm, config.HeadWidth),
            layers.Head($"{prefix}.attn.k_norm", config.QkNorm, config.HeadWidth),
            rotary,
            (float)(1.0 / Math.Sqrt(config.HeadWidth)));
        var gated = config.FeedForward == FeedForwardKind.SwiGlu;
        _first = gated ? layers.Linear($"{prefix}.mlp.w12", 2 * config.Hidden, width, paired: true) : layers.Linear($"{prefix}.mlp.fc1", config.Hidden, width);
        _second = layers.Linear(gated ? $"{prefix}.mlp.w3" : $"{prefix}.mlp.fc2", width, config.Hidden);
        _activation = config.FeedForward switch
        {
            FeedForwardKind.SwiGlu => EpilogueKind.SwiGlu,
            FeedForwardKind.Gelu => EpilogueKind.Gelu,
            _ => EpilogueKind.GeluTanh,
        };
        FirstGain = layers.Gain($"{prefix}.norm1", config.Norm, width);
        SecondGain = layers.Gain($"{prefix}.norm2", config.Norm, width);
        if (!config.Modulated)
        {
            var zeros = new float[width];
            float[] vectors =
            [
                .. FirstGain, .. layers.Shift($"{prefix}.norm1", config.Norm, width), .. zeros,
                .. SecondGain, .. layers.Shift($"{prefix}.norm2", config.Norm, width), .. zeros,
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
        var (compute, width, rows) = (space.Compute, _config.Width, space.Rows);
        compute.Normalise(_norm, modulation.Rows(0), space.Stream, space.Branch, width, rows);
        compute.Multiply(_merged, space.Branch, width, rows, new Epilogue { Target = space.Merged, TargetStride = 3 * width });
        space.Attention.Run(_heads, space.Merged, 3 * width, space.Branch, space.Images);
        compute.Multiply(_projection, space.Branch, width, rows, Added(space, modulation, 0));
        compute.Normalise(_norm, modulation.Rows(1), space.Stream, space.Branch, width, rows);
        compute.Multiply(_first, space.Branch, width, rows, new Epilogue { Kind = _activation, Target = space.Hidden, TargetStride = _config.Hidden });
        compute.Multiply(_second, space.Hidden, _config.Hidden, rows, Added(space, modulation, 1));
    }

    private Epilogue Added(TokenSpace space, in BlockModulation modulation, int branch) => new()
    {
        Kind = EpilogueKind.Residual,
        Target = space.Stream,
        TargetStride = _config.Width,
        Residual = space.Stream,
        ResidualStride = _config.Width,
        Gates = _config.Modulated ? modulation.Bases : null,
        GateOffset = modulation.Gate(branch),
        RowsPerImage = modulation.RowsPerImage,
    };
}
