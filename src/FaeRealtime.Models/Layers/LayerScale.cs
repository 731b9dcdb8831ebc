using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Layers;

/// <summary>DINOv2's learned per-channel scale of a residual branch.</summary>
internal sealed class LayerScale : nn.Module
{
    [ComponentName(Name = "gamma")]
    private readonly Parameter _gamma;

    public LayerScale(long width, Device? device = null)
        : base(nameof(LayerScale))
    {
        _gamma = new Parameter(ones(width, device: device));
        RegisterComponents();
    }

    /// <summary>x + γ·branch.</summary>
    /// <param name="x"><c>[B, T, D]</c>. Borrowed.</param>
    /// <param name="branch"><c>[B, T, D]</c>. Borrowed.</param>
    /// <returns><c>[B, T, D]</c>; the caller disposes.</returns>
    public Tensor Add(Tensor x, Tensor branch) => x.addcmul(branch, _gamma, 1);
}
