using FaeRealtime.Models.Kernels;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Layers;

/// <summary>x / √(mean(x²) + ε) · weight.</summary>
internal sealed class RmsNorm : Norm
{
    [ComponentName(Name = "weight")]
    private readonly Parameter _weight;

    public RmsNorm(long width, double epsilon, Device? device = null)
        : base(nameof(RmsNorm))
    {
        Epsilon = epsilon;
        _weight = new Parameter(ones(width, device: device));
        RegisterComponents();
    }

    /// <summary>Added to the mean square.</summary>
    public double Epsilon { get; }

    /// <summary><c>[D]</c>.</summary>
    public Tensor Weight => _weight;

    /// <inheritdoc/>
    public override Tensor forward(Tensor x)
    {
        if (FusedRmsNorm.Serves(x))
        {
            return FusedRmsNorm.Apply(x, _weight, null, null, Epsilon); // [.., D]
        }

        using var unit = Unit(x);
        return unit * _weight; // [.., D]
    }

    /// <inheritdoc/>
    public override Tensor Modulate(Tensor x, Tensor? shift, Tensor scale)
    {
        if (FusedRmsNorm.Serves(x))
        {
            return FusedRmsNorm.Apply(x, _weight, scale, shift, Epsilon); // [B, T, D]
        }

        using var unit = Unit(x);

        // The weight joins the scale while it is one row per picture: one pass less over the tokens.
        using var gain = _weight.addcmul(_weight, scale, 1); // [B, 1, D]
        return Affine(unit, gain, shift); // [B, T, D]
    }

    private Tensor Unit(Tensor x)
    {
        using var scope = NewDisposeScope();
        var wide = SinglePrecision.Of(x); // [.., D]
        var inverse = wide.square().mean([-1L], keepdim: true).add(Epsilon).rsqrt(); // [.., 1]
        return (wide * inverse).to_type(x.dtype).MoveToOuterDisposeScope(); // [.., D]
    }
}
