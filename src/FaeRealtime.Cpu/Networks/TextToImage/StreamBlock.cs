using FaeRealtime.Core.Config;
using FaeRealtime.Cpu.Kernels;
using FaeRealtime.Cpu.Packing;
using FaeRealtime.Cpu.Passes;

namespace FaeRealtime.Cpu.Networks.TextToImage;

/// <summary>One stream's half of a joint block: an adaLN-Zero block in steps, each of which is computed side by side with the other stream's.</summary>
/// <remarks>
/// x ← x + g₁·proj(attended), x ← x + g₃·Attn₂(N(x₀)·(1 + γ₃) + β₃) where it has a second attention, over x₀ as it entered, and x ← x + g₂·FFN(N(x)·(1 + γ₂) + β₂).
/// </remarks>
internal sealed unsafe class StreamBlock
{
    /// <summary>The branch of the joint attention.</summary>
    public const int Joint = 0;

    private const int FeedForward = 1;
    private const int Own = 2;

    private readonly int _width;
    private readonly AttentionLayer _attention;
    private readonly AttentionLayer? _ownAttention;
    private readonly FeedForwardLayer? _feedForward;

    /// <summary>Reads a stream's half.</summary>
    /// <param name="layers">The generator's file.</param>
    /// <param name="prefix">Its keys' beginning, such as <c>joint_blocks.0.x_block</c>.</param>
    /// <param name="config">Sizes and switches.</param>
    /// <param name="kind">What the stream does here.</param>
    public StreamBlock(LayerReader layers, string prefix, MMDiTConfig config, StreamKind kind)
    {
        _width = config.Width;
        var (shape, answers) = (Shape(config), kind != StreamKind.QuestionsOnly);
        var form = new AttentionForm
        {
            QueryNorm = "ln_q",
            KeyNorm = "ln_k",
            LayerNormEpsilon = LayerReader.TokenEpsilon,
            MergedBias = config.QkvBias,
            ProjectionBias = config.ProjectionBias,
        };
        _attention = new AttentionLayer(layers, $"{prefix}.attn", shape, form with { Answers = answers }, rotary: null);
        _ownAttention = kind == StreamKind.WithOwnAttention ? new AttentionLayer(layers, $"{prefix}.attn2", shape, form, rotary: null) : null;
        _feedForward = answers ? new FeedForwardLayer(layers, $"{prefix}.mlp", shape, bias: !config.SwiGlu) : null;
        Branches = kind switch { StreamKind.QuestionsOnly => 1, StreamKind.WithOwnAttention => 3, _ => 2 };
        var vectors = answers ? Branches * BlockModulation.BranchVectors : 2;
        Modulation = layers.Linear($"{prefix}.adaLN_modulation.1", vectors * _width, _width);
    }

    /// <summary>The norm of every branch.</summary>
    public static RowNorm Norm { get; } = LayerReader.Norm(NormKind.LayerNormNoAffine);

    /// <summary>Branches that are modulated: the joint attention, the feed-forward layer, the stream's own attention.</summary>
    public int Branches { get; }

    /// <summary>From a condition to the branches' vectors.</summary>
    public PackedMatrix Modulation { get; }

    /// <summary>Which vectors a branch has.</summary>
    public BranchForm Form => Answers ? BranchForm.ShiftScaleGate : BranchForm.ShiftScale;

    /// <summary>Whether tokens come out again; those of the last text stream do not.</summary>
    public bool Answers => _feedForward is not null;

    /// <summary>Sizes and kinds of both streams' layers.</summary>
    /// <param name="config">The generator.</param>
    public static BlockConfig Shape(MMDiTConfig config) =>
        new(config.Width, config.Heads, config.HiddenWidth, config.SwiGlu ? FeedForwardKind.SwiGlu : FeedForwardKind.GeluTanh, NormKind.LayerNormNoAffine, config.QkNorm) { Modulated = true };

    /// <summary>Queries, keys and values of the joint attention.</summary>
    /// <param name="space">The stream's tokens.</param>
    public Product Ask(TokenSpace space) => _attention.Ask(space, space.Branch);

    /// <summary>What the joint attention mixes.</summary>
    /// <param name="space">The stream's tokens.</param>
    public AttentionRows Rows(TokenSpace space) => _attention.Rows(space);

    /// <summary>What comes back from the joint attention, onto the stream; nothing where it does not answer.</summary>
    /// <param name="space">The stream's tokens.</param>
    /// <param name="modulation">Gains, shifts and gates.</param>
    public Product Project(TokenSpace space, in BlockModulation modulation) => _attention.Project(space, space.Added(modulation, Joint));

    /// <summary>Keeps the own attention's input, where there is one: it sees the tokens as they entered.</summary>
    /// <param name="space">The stream's tokens.</param>
    /// <param name="modulation">Gains, shifts and gates.</param>
    public void Keep(TokenSpace space, in BlockModulation modulation)
    {
        if (_ownAttention is not null)
        {
            space.Compute.Normalise(Norm, _width, space.Normed(modulation, Own, space.Hidden));
        }
    }

    /// <summary>The stream's own attention over what was kept, onto the stream, where there is one.</summary>
    /// <param name="space">The stream's tokens.</param>
    /// <param name="modulation">Gains, shifts and gates.</param>
    public void MixAlone(TokenSpace space, in BlockModulation modulation)
    {
        if (_ownAttention is not null)
        {
            space.Compute.Multiply(_ownAttention.Ask(space, space.Hidden));
            space.Attention.Run(_ownAttention.Rows(space), default, space.Images);
            space.Compute.Multiply(_ownAttention.Project(space, space.Added(modulation, Own)));
        }
    }

    /// <summary>The feed-forward layer's input, to the space's branch; none where the stream does not answer, as with what follows.</summary>
    /// <param name="space">The stream's tokens.</param>
    /// <param name="modulation">Gains, shifts and gates.</param>
    public NormRows NormedAgain(TokenSpace space, in BlockModulation modulation) => Answers ? space.Normed(modulation, FeedForward, space.Branch) : default;

    /// <summary>The feed-forward layer's first half.</summary>
    /// <param name="space">The stream's tokens.</param>
    public Product First(TokenSpace space) => _feedForward?.First(space) ?? default;

    /// <summary>Its second half, onto the stream.</summary>
    /// <param name="space">The stream's tokens.</param>
    /// <param name="modulation">Gains, shifts and gates.</param>
    public Product Second(TokenSpace space, in BlockModulation modulation) => _feedForward?.Second(space, space.Added(modulation, FeedForward)) ?? default;
}

/// <summary>What a stream does in a joint block.</summary>
internal enum StreamKind
{
    /// <summary>It asks and is answered.</summary>
    Whole,

    /// <summary>It also attends to itself alone.</summary>
    WithOwnAttention,

    /// <summary>It lends queries, keys and values and ends there.</summary>
    QuestionsOnly,
}
