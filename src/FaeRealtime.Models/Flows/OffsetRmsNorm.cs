using FaeRealtime.Core.Config;
using FaeRealtime.Models.Layers;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Flows;

/// <summary>x / √(mean(x²) + ε) · (1 + weight): Gemma's RMSNorm, whose weight starts at 0.</summary>
internal sealed class OffsetRmsNorm : nn.Module<Tensor, Tensor>
{
    private const double Epsilon = 1e-6;

    // torch.nn.LayerNorm's default.
    private const double LayerNormEpsilon = 1e-5;

    [ComponentName(Name = "weight")]
    private readonly Parameter _weight; // [D]

    public OffsetRmsNorm(long width, Device? device = null)
        : base(nameof(OffsetRmsNorm))
    {
        _weight = new Parameter(zeros(width, device: device));
        RegisterComponents();
    }

    /// <summary>The norm of a flow's layer, over the last axis of <c>[.., D]</c>: this one, or LayerNorm.</summary>
    public static nn.Module<Tensor, Tensor> Of(NormKind kind, long width, Device? device) =>
        kind == NormKind.RmsNorm ? new OffsetRmsNorm(width, device) : Norm.Create(kind, width, device, LayerNormEpsilon);

    /// <inheritdoc/>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var wide = SinglePrecision.Of(x); // [.., D]
        var unit = wide * wide.square().mean([-1L], keepdim: true).add(Epsilon).rsqrt(); // [.., D]
        return (unit * (SinglePrecision.Of(_weight) + 1)).to_type(x.dtype).MoveToOuterDisposeScope(); // [.., D]
    }
}
