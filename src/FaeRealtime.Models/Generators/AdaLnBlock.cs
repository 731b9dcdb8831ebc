using FaeRealtime.Core.Config;
using FaeRealtime.Models.Kernels;
using FaeRealtime.Models.Layers;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Generators;

/// <summary>LightningDiT's block: a pre-norm transformer block whose norms and branches are scaled, shifted and gated by the condition.</summary>
/// <remarks>
/// Peebles &amp; Xie 2022, arXiv:2212.09748 §3.2 (adaLN-Zero): x ← x + g₁·Attn(N₁(x)·(1 + γ₁) + β₁), then the same with the feed-forward layer.
/// (β₁, γ₁, g₁, β₂, γ₂, g₂) = Linear(SiLU(c)); <c>wo_shift</c> leaves both β out.
/// </remarks>
internal sealed class AdaLnBlock : nn.Module
{
    private readonly bool _shifted;

    [ComponentName(Name = "norm1")]
    private readonly Norm _norm1;

    [ComponentName(Name = "attn")]
    private readonly Attention _attention;

    [ComponentName(Name = "norm2")]
    private readonly Norm _norm2;

    [ComponentName(Name = "mlp")]
    private readonly FeedForward _feedForward;

    [ComponentName(Name = "adaLN_modulation")]
    private readonly Sequential _modulation;

    public AdaLnBlock(LightningDiTConfig config, Device? device = null)
        : base(nameof(AdaLnBlock))
    {
        _shifted = !config.WithoutShift;
        var norm = config.RmsNorm ? NormKind.RmsNorm : NormKind.LayerNormNoAffine;
        var qkNorm = config.RmsNorm ? NormKind.RmsNorm : NormKind.LayerNorm;
        var kind = config.SwiGlu ? FeedForwardKind.SwiGlu : FeedForwardKind.GeluTanh;
        _norm1 = Norm.Create(norm, config.Width, device);
        _attention = new Attention(config.Width, config.Heads, qkvBias: true, config.QkNorm ? qkNorm : null, device);
        _norm2 = Norm.Create(norm, config.Width, device);
        _feedForward = new FeedForward(kind, config.Width, config.HiddenWidth, device);
        _modulation = nn.Sequential(nn.SiLU(), nn.Linear(config.Width, (_shifted ? 6L : 4L) * config.Width, true, device));
        RegisterComponents();
    }

    /// <summary>Attention, for golden cases that look inside.</summary>
    internal Attention Attention => _attention;

    /// <summary>The feed-forward layer, for golden cases that look inside.</summary>
    internal FeedForward FeedForward => _feedForward;

    /// <summary>The first norm, for golden cases that look inside.</summary>
    internal Norm FirstNorm => _norm1;

    /// <summary>Applies the block.</summary>
    /// <param name="x">Tokens <c>[B, T, D]</c>. Borrowed.</param>
    /// <param name="c">Condition <c>[B, D]</c>, or one of each token <c>[B, T, D]</c>. Borrowed.</param>
    /// <param name="rotation"><c>[T, Dh/2]</c> rotary positions, or null. Borrowed.</param>
    /// <returns>Tokens <c>[B, T, D]</c>; the caller disposes.</returns>
    public Tensor Apply(Tensor x, Tensor c, Tensor? rotation)
    {
        using var scope = NewDisposeScope();
        var m = _modulation.forward(c).view(c.size(0), c.dim() == 2 ? 1 : -1, _shifted ? 6 : 4, x.size(2)).permute(2, 0, 1, 3).contiguous().unbind(0); // [B, 1 or T, D] each
        var (shift1, scale1, gate1, shift2, scale2, gate2) = _shifted
            ? (m[0], m[1], m[2], m[3], m[4], m[5])
            : (null, m[0], m[1], null, m[2], m[3]);
        var mixed = FusedGate.Add(x, gate1, _attention.Mix(_norm1.Modulated(x, shift1, scale1), rotation)); // [B, T, D]
        return FusedGate.Add(mixed, gate2, _feedForward.forward(_norm2.Modulated(mixed, shift2, scale2))).MoveToOuterDisposeScope(); // [B, T, D]
    }
}
