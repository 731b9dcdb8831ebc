using FaeRealtime.Core.Config;
using FaeRealtime.Models.Kernels;
using FaeRealtime.Models.Layers;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Generators.TextToImage;

/// <summary>One stream's half of a joint block: an adaLN-Zero block that is interrupted where its attention meets the other stream's.</summary>
/// <remarks>
/// x ← x + g₁·proj(attended), x ← x + g₃·Attn₂(N(x₀)·(1 + γ₃) + β₃) where it has a second attention, over x₀ as it entered, and x ← x + g₂·FFN(N(x)·(1 + γ₂) + β₂).
/// (β₁, γ₁, g₁, β₂, γ₂, g₂, β₃, γ₃, g₃) = Linear(SiLU(c)); the norms have no weights.
/// </remarks>
internal sealed class StreamBlock : nn.Module
{
    private readonly int _vectors;

    [ComponentName(Name = "norm1")]
    private readonly Norm _norm1;

    [ComponentName(Name = "attn")]
    private readonly StreamAttention _attention;

    [ComponentName(Name = "attn2")]
    private readonly StreamAttention? _ownAttention;

    [ComponentName(Name = "norm2")]
    private readonly Norm? _norm2;

    [ComponentName(Name = "mlp")]
    private readonly FeedForward? _feedForward;

    [ComponentName(Name = "adaLN_modulation")]
    private readonly Sequential _modulation;

    /// <summary>Creates the layers.</summary>
    /// <param name="config">Sizes and switches.</param>
    /// <param name="kind">What the stream does here.</param>
    /// <param name="device">Where the parameters lie.</param>
    public StreamBlock(MMDiTConfig config, StreamKind kind, Device? device = null)
        : base(nameof(StreamBlock))
    {
        Answers = kind != StreamKind.QuestionsOnly;
        _vectors = kind switch { StreamKind.QuestionsOnly => 2, StreamKind.WithOwnAttention => 9, _ => 6 };
        _norm1 = Norm.Create(NormKind.LayerNormNoAffine, config.Width, device);
        _attention = new StreamAttention(config, Answers, device);
        _ownAttention = kind == StreamKind.WithOwnAttention ? new StreamAttention(config, answers: true, device) : null;
        if (Answers)
        {
            _norm2 = Norm.Create(NormKind.LayerNormNoAffine, config.Width, device);
            _feedForward = new FeedForward(config.SwiGlu ? FeedForwardKind.SwiGlu : FeedForwardKind.GeluTanh, config.Width, config.HiddenWidth, device, bias: !config.SwiGlu);
        }

        _modulation = nn.Sequential(nn.SiLU(), nn.Linear(config.Width, (long)_vectors * config.Width, true, device));
        RegisterComponents();
    }

    /// <summary>Whether tokens come out again; those of the last text stream do not.</summary>
    public bool Answers { get; }

    /// <summary>The block up to the joint attention.</summary>
    /// <param name="x">Tokens <c>[B, T, D]</c>. Borrowed.</param>
    /// <param name="c">Condition <c>[B, D]</c>. Borrowed.</param>
    /// <returns>Queries, keys and values <c>[B, H, T, Dh]</c> and the modulation's vectors <c>[B, 1, D]</c>, in the caller's dispose scope.</returns>
    public StreamQuestions Ask(Tensor x, Tensor c)
    {
        var m = _modulation.forward(c).view(c.size(0), _vectors, 1, c.size(1)).transpose(0, 1).contiguous().unbind(0); // [B, 1, D] each
        var (q, k, v) = _attention.Split(_norm1.Modulate(x, m[0], m[1])); // [B, H, T, Dh] each
        return new StreamQuestions(q, k, v, m);
    }

    /// <summary>The block from the joint attention on.</summary>
    /// <param name="x">Tokens <c>[B, T, D]</c> as they came to <see cref="Ask"/>. Borrowed.</param>
    /// <param name="modulation">The vectors <c>[B, 1, D]</c> from there. Borrowed.</param>
    /// <param name="attended">What the joint attention gave this stream, <c>[B, T, D]</c>. Borrowed.</param>
    /// <returns>Tokens <c>[B, T, D]</c>, in the caller's dispose scope.</returns>
    public Tensor Answer(Tensor x, Tensor[] modulation, Tensor attended)
    {
        var m = modulation; // shift, scale, gate of the joint attention, of the feed-forward layer, of the stream's own attention
        var mixed = FusedGate.Add(x, m[2], _attention.Project(attended)); // [B, T, D]
        if (_ownAttention is not null)
        {
            mixed = FusedGate.Add(mixed, m[8], _ownAttention.MixAlone(_norm1.Modulate(x, m[6], m[7]))); // [B, T, D]
        }

        return FusedGate.Add(mixed, m[5], _feedForward!.forward(_norm2!.Modulate(mixed, m[3], m[4]))); // [B, T, D]
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

/// <summary>What a stream brings to a joint attention, and the vectors that it goes on with.</summary>
/// <param name="Q">Queries <c>[B, H, T, Dh]</c>.</param>
/// <param name="K">Keys <c>[B, H, T, Dh]</c>.</param>
/// <param name="V">Values <c>[B, H, T, Dh]</c>.</param>
/// <param name="Modulation">Shifts, scales and gates, <c>[B, 1, D]</c> each.</param>
internal sealed record StreamQuestions(Tensor Q, Tensor K, Tensor V, Tensor[] Modulation);
