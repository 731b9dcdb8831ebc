using FaeRealtime.Core.Config;
using FaeRealtime.Models.Layers;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Generators;

/// <summary>DiT's last layer: N(x)·(1 + γ) + β and a linear map to the patch's values; always with shift.</summary>
internal sealed class FinalLayer : nn.Module
{
    [ComponentName(Name = "norm_final")]
    private readonly Norm _norm;

    [ComponentName(Name = "linear")]
    private readonly Linear _linear;

    [ComponentName(Name = "adaLN_modulation")]
    private readonly Sequential _modulation;

    public FinalLayer(long width, long outputs, NormKind kind, Device? device = null)
        : base(nameof(FinalLayer))
    {
        _norm = Norm.Create(kind, width, device);
        _linear = nn.Linear(width, outputs, true, device);
        _modulation = nn.Sequential(nn.SiLU(), nn.Linear(width, 2 * width, true, device));
        RegisterComponents();
    }

    /// <summary>Applies the layer.</summary>
    /// <param name="x">Tokens <c>[B, T, D]</c>. Borrowed.</param>
    /// <param name="c">Condition <c>[B, D]</c>, or one of each token <c>[B, T, D]</c>. Borrowed.</param>
    /// <returns>Patch values <c>[B, T, outputs]</c>; the caller disposes.</returns>
    public Tensor Apply(Tensor x, Tensor c)
    {
        using var scope = NewDisposeScope();
        var m = _modulation.forward(c).view(c.size(0), c.dim() == 2 ? 1 : -1, 2, x.size(2)).unbind(2); // [B, 1 or T, D] each: shift, scale
        return _linear.forward(_norm.Modulated(x, m[0], m[1])).MoveToOuterDisposeScope(); // [B, T, outputs]
    }
}
