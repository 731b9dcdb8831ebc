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
    private readonly BlockConfig config;
    private readonly RowNorm norm;
    private readonly PackedMatrix merged;
    private readonly PackedMatrix projection;
    private readonly PackedMatrix first;
    private readonly PackedMatrix second;
    private readonly HeadPlacement heads;
    private readonly EpilogueKind activation;
    private readonly float** own;

    /// <summary>Reads a block.</summary>
    /// <param name="layers">Its file.</param>
    /// <param name="prefix">Its keys' beginning, such as <c>blocks.0</c>.</param>
    /// <param name="config">Sizes and kinds.</param>
    /// <param name="rotary">Rotary positions shared by the stack, or null.</param>
    public Block(LayerReader layers, string prefix, BlockConfig config, RotaryTable? rotary)
    {
        this.config = config;
        var width = config.Width;
        norm = LayerReader.Norm(config.Norm, config.NormEpsilon);
        merged = layers.Linear($"{prefix}.attn.qkv", 3 * width, width);
        projection = layers.Linear($"{prefix}.attn.proj", width, width);
        heads = new HeadPlacement(
            layers.Head($"{prefix}.attn.q_norm", config.QkNorm, config.HeadWidth),
            layers.Head($"{prefix}.attn.k_norm", config.QkNorm, config.HeadWidth),
            rotary,
            (float)(1.0 / Math.Sqrt(config.HeadWidth)));
        var gated = config.FeedForward == FeedForwardKind.SwiGlu;
        first = gated ? layers.Linear($"{prefix}.mlp.w12", 2 * config.Hidden, width, paired: true) : layers.Linear($"{prefix}.mlp.fc1", config.Hidden, width);
        second = layers.Linear(gated ? $"{prefix}.mlp.w3" : $"{prefix}.mlp.fc2", width, config.Hidden);
        activation = config.FeedForward switch
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
            own = (float**)layers.Arena.Take(sizeof(nint) / sizeof(float));
            *own = layers.Arena.Copy(vectors);
        }
    }

    /// <summary>The first norm's weight, ones where it has none.</summary>
    public float[] FirstGain { get; }

    /// <summary>The second norm's weight.</summary>
    public float[] SecondGain { get; }

    /// <summary>Applies the block with its own gains and shifts.</summary>
    /// <param name="space">The tokens, changed in place.</param>
    public void Apply(TokenSpace space) => Apply(space, new BlockModulation(own, 0, config.Width, space.Rows));

    /// <summary>Applies the block.</summary>
    /// <param name="space">The tokens, changed in place.</param>
    /// <param name="modulation">Gains, shifts and, where the block is modulated, gates.</param>
    public void Apply(TokenSpace space, in BlockModulation modulation)
    {
        var (compute, width, rows) = (space.Compute, config.Width, space.Rows);
        compute.Normalise(norm, modulation.Rows(0), space.Stream, space.Branch, width, rows);
        compute.Multiply(merged, space.Branch, width, rows, new Epilogue { Target = space.Merged, TargetStride = 3 * width });
        space.Attention.Run(heads, space.Merged, 3 * width, space.Branch, space.Pictures);
        compute.Multiply(projection, space.Branch, width, rows, Added(space, modulation, 0));
        compute.Normalise(norm, modulation.Rows(1), space.Stream, space.Branch, width, rows);
        compute.Multiply(first, space.Branch, width, rows, new Epilogue { Kind = activation, Target = space.Hidden, TargetStride = config.Hidden });
        compute.Multiply(second, space.Hidden, config.Hidden, rows, Added(space, modulation, 1));
    }

    private Epilogue Added(TokenSpace space, in BlockModulation modulation, int branch) => new()
    {
        Kind = EpilogueKind.Residual,
        Target = space.Stream,
        TargetStride = config.Width,
        Residual = space.Stream,
        ResidualStride = config.Width,
        Gates = config.Modulated ? modulation.Bases : null,
        GateOffset = modulation.Gate(branch),
        RowsPerPicture = modulation.RowsPerPicture,
    };
}
