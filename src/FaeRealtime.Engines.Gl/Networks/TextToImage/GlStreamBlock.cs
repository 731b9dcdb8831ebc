using FaeRealtime.Core.Config;
using FaeRealtime.Engines.Gl.Compute;

namespace FaeRealtime.Engines.Gl.Networks.TextToImage;

/// <summary>One stream's half of a joint block: an adaLN-Zero block in two parts, between which both streams meet in one attention.</summary>
/// <remarks>
/// x ← x + g₁·proj(attended), x ← x + g₃·Attn₂(N(x₀)·(1 + γ₃) + β₃) where it has a second attention, over x₀ as it entered, and x ← x + g₂·FFN(N(x)·(1 + γ₂) + β₂).
/// </remarks>
internal sealed class GlStreamBlock
{
    private const int Joint = 0;
    private const int FeedForward = 1;
    private const int Own = 2;

    private readonly BlockConfig _config;
    private readonly GlNorm _norm;
    private readonly GlAttentionLayer _attention;
    private readonly GlAttentionLayer? _ownAttention;
    private readonly GlFeedForwardLayer? _feedForward;

    /// <summary>Reads a stream's half.</summary>
    /// <param name="layers">The generator's file.</param>
    /// <param name="prefix">Its keys' beginning, such as <c>joint_blocks.0.x_block</c>.</param>
    /// <param name="config">Sizes and switches.</param>
    /// <param name="kind">What the stream does here.</param>
    /// <param name="norm">The norm of every branch.</param>
    public GlStreamBlock(GlLayerReader layers, string prefix, MMDiTConfig config, StreamKind kind, GlNorm norm)
    {
        (_config, _norm, ModulationName) = (Shape(config), norm, $"{prefix}.adaLN_modulation.1");
        var answers = kind != StreamKind.QuestionsOnly;
        var form = new GlAttentionForm
        {
            QueryNorm = "ln_q",
            KeyNorm = "ln_k",
            LayerNormEpsilon = GlLayerReader.TokenEpsilon,
            MergedBias = config.QkvBias,
            ProjectionBias = config.ProjectionBias,
        };
        _attention = new GlAttentionLayer(layers, $"{prefix}.attn", _config, form with { Answers = answers }, rotation: null);
        _ownAttention = kind == StreamKind.WithOwnAttention ? new GlAttentionLayer(layers, $"{prefix}.attn2", _config, form, rotation: null) : null;
        _feedForward = answers ? new GlFeedForwardLayer(layers, $"{prefix}.mlp", _config, bias: !config.SwiGlu) : null;
        ModulationLength = config.Width * kind switch { StreamKind.QuestionsOnly => 2, StreamKind.WithOwnAttention => 9, _ => 6 };
    }

    /// <summary>The key of the layer that gives the modulations.</summary>
    public string ModulationName { get; }

    /// <summary>Their numbers: (β, γ, g) a branch, or (β, γ) where the stream ends.</summary>
    public int ModulationLength { get; }

    /// <summary>Whether tokens come out again; those of the last text stream do not.</summary>
    public bool Answers => _feedForward is not null;

    /// <summary>Sizes and kinds of both streams' layers.</summary>
    /// <param name="config">The generator.</param>
    public static BlockConfig Shape(MMDiTConfig config) =>
        new(config.Width, config.Heads, config.HiddenWidth, config.SwiGlu ? FeedForwardKind.SwiGlu : FeedForwardKind.GeluTanh, NormKind.LayerNormNoAffine, config.QkNorm) { Modulated = true };

    /// <summary>Appends the stream's queries, keys and values for the joint attention; where it has a second attention, that one's input then stands in the branch.</summary>
    /// <param name="list">Of the stream's tokens.</param>
    /// <param name="tokens">The tokens.</param>
    /// <param name="first">The first row that they take in the joint attention.</param>
    /// <param name="modulation">Where the modulations stand.</param>
    public void Ask(KernelList list, GlTokens tokens, int first, BlockModulation modulation)
    {
        Normalise(list, tokens, modulation, Joint);
        _attention.Ask(list, tokens, first);
        if (_ownAttention is not null)
        {
            Normalise(list, tokens, modulation, Own);
        }
    }

    /// <summary>Appends what follows the joint attention; nothing where the stream does not answer.</summary>
    /// <param name="list">Of the stream's tokens.</param>
    /// <param name="tokens">The tokens, changed in place.</param>
    /// <param name="mixed">The stream's rows of the joint attention.</param>
    /// <param name="modulation">Where the modulations stand.</param>
    public void Answer(KernelList list, GlTokens tokens, Rows mixed, BlockModulation modulation)
    {
        if (_feedForward is null)
        {
            return;
        }

        _attention.Project(list, tokens, mixed, modulation.Gate(Joint));
        if (_ownAttention is not null)
        {
            _ownAttention.Ask(list, tokens);
            list.Attend(_config, tokens.Merged, tokens.Branch, tokens.Pictures);
            _ownAttention.Project(list, tokens, new Rows(tokens.Branch, _config.Width), modulation.Gate(Own));
        }

        Normalise(list, tokens, modulation, FeedForward);
        _feedForward.Record(list, tokens, modulation.Gate(FeedForward));
    }

    private void Normalise(KernelList list, GlTokens tokens, BlockModulation modulation, int branch) =>
        list.Normalise(_norm, modulation.Norm(branch), tokens.Stream, tokens.Branch, _config.Width, tokens.Rows);
}

/// <summary>What a stream does in a joint block.</summary>
internal enum StreamKind
{
    /// <summary>It asks and is answered.</summary>
    Whole,

    /// <summary>It also attends to itself alone.</summary>
    WithOwnAttention,

    /// <summary>It lends keys and values and ends there.</summary>
    QuestionsOnly,
}
