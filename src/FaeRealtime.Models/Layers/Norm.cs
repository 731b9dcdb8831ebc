using FaeRealtime.Core.Config;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Layers;

/// <summary>A normalisation over the last axis, plain or followed by adaLN's scale and shift.</summary>
internal abstract class Norm : nn.Module<Tensor, Tensor>
{
    /// <summary>What ViT, SiT and LightningDiT add to the variance of tokens.</summary>
    public const double TokenEpsilon = 1e-6;

    protected Norm(string name)
        : base(name)
    {
    }

    /// <summary>Makes the norm of a kind.</summary>
    /// <param name="kind">Which formula and parameters.</param>
    /// <param name="width">Size of the last axis.</param>
    /// <param name="device">Where its parameters lie.</param>
    /// <param name="epsilon">Added to the mean square or variance.</param>
    public static Norm Create(NormKind kind, long width, Device? device, double epsilon = TokenEpsilon) => kind switch
    {
        NormKind.RmsNorm => new RmsNorm(width, epsilon, device),
        NormKind.LayerNorm => new LayerNorm(width, epsilon, affine: true, device),
        NormKind.LayerNormNoAffine => new LayerNorm(width, epsilon, affine: false, device),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such norm."),
    };

    /// <summary>adaLN: norm(x)·(1 + scale) + shift.</summary>
    /// <param name="x"><c>[B, T, D]</c>. Borrowed.</param>
    /// <param name="shift"><c>[B, 1, D]</c>, or null for none. Borrowed.</param>
    /// <param name="scale"><c>[B, 1, D]</c>. Borrowed.</param>
    /// <returns><c>[B, T, D]</c>; the caller disposes.</returns>
    public abstract Tensor Modulate(Tensor x, Tensor? shift, Tensor scale);

    /// <summary>adaLN with a modulation of each picture, or of each token.</summary>
    /// <param name="x"><c>[B, T, D]</c>. Borrowed.</param>
    /// <param name="shift"><c>[B, 1 or T, D]</c>, or null for none. Borrowed.</param>
    /// <param name="scale"><c>[B, 1 or T, D]</c>. Borrowed.</param>
    /// <returns><c>[B, T, D]</c>; the caller disposes.</returns>
    public Tensor Modulated(Tensor x, Tensor? shift, Tensor scale)
    {
        if (scale.size(1) == 1)
        {
            return Modulate(x, shift, scale); // [B, T, D]
        }

        using var scope = NewDisposeScope();
        return Affine(forward(x), 1 + scale, shift).MoveToOuterDisposeScope(); // [B, T, D]
    }

    /// <summary>x·gain + shift in one pass where there is a shift.</summary>
    protected static Tensor Affine(Tensor x, Tensor gain, Tensor? shift) =>
        shift is null ? x * gain : shift.addcmul(x, gain, 1); // [B, T, D]
}
