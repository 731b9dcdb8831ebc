using FaeRealtime.Core.Config;
using FaeRealtime.Cpu.Kernels;
using FaeRealtime.Cpu.Packing;
using FaeRealtime.Cpu.Passes;

namespace FaeRealtime.Cpu.Networks.TextToImage;

/// <summary>One stream's half of a joint block: an adaLN-Zero block that is interrupted where its attention meets the other stream's.</summary>
/// <remarks>
/// x ← x + g₁·proj(attended), x ← x + g₃·Attn₂(N(x₀)·(1 + γ₃) + β₃) where it has a second attention, over x₀ as it entered, and x ← x + g₂·FFN(N(x)·(1 + γ₂) + β₂).
/// </remarks>
internal sealed unsafe class StreamBlock
{
    private const int Joint = 0;
    private const int FeedForward = 1;
    private const int Own = 2;

    private readonly int _width;
    private readonly RowNorm _norm = LayerReader.Norm(NormKind.LayerNormNoAffine);
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

    /// <summary>The block up to the joint attention.</summary>
    /// <param name="space">The stream's tokens.</param>
    /// <param name="modulation">Gains, shifts and gates.</param>
    /// <returns>What the joint attention mixes.</returns>
    public AttentionRows Ask(TokenSpace space, in BlockModulation modulation)
    {
        space.Compute.Normalise(_norm, modulation.Rows(Joint), space.Stream, space.Branch, _width, space.Rows);
        _attention.Ask(space, space.Branch);
        if (_ownAttention is not null)
        {
            // Now, because the stream's own attention sees the tokens as they entered.
            space.Compute.Normalise(_norm, modulation.Rows(Own), space.Stream, space.Hidden, _width, space.Rows);
        }

        return _attention.Rows(space);
    }

    /// <summary>The block from the joint attention on; nothing where the stream does not answer.</summary>
    /// <param name="space">The stream's tokens, changed in place; the joint attention's results in its branch.</param>
    /// <param name="modulation">As it was given to <see cref="Ask"/>.</param>
    public void Answer(TokenSpace space, in BlockModulation modulation)
    {
        if (_feedForward is null)
        {
            return;
        }

        _attention.Project(space, space.Added(modulation, Joint));
        if (_ownAttention is not null)
        {
            _ownAttention.Ask(space, space.Hidden);
            space.Attention.Run(_ownAttention.Rows(space), default, space.Images);
            _ownAttention.Project(space, space.Added(modulation, Own));
        }

        space.Compute.Normalise(_norm, modulation.Rows(FeedForward), space.Stream, space.Branch, _width, space.Rows);
        _feedForward.Apply(space, space.Added(modulation, FeedForward));
    }
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
