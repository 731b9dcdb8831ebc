using FaeRealtime.Models.Layers;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Autoencoder;

/// <summary>Per-channel mean and deviation of the encoder's features over the training set. Both decoders and the latent encoder work on standardised features.</summary>
public sealed class FeatureStatistics : nn.Module
{
    [ComponentName(Name = "mean")]
    private readonly Tensor _mean;

    [ComponentName(Name = "std")]
    private readonly Tensor _deviation;

    /// <summary>Statistics that change nothing: mean 0, deviation 1.</summary>
    /// <param name="featureWidth">Width D of the features.</param>
    /// <param name="device">Where they lie.</param>
    public FeatureStatistics(int featureWidth, Device? device = null)
        : base(nameof(FeatureStatistics))
    {
        _mean = zeros((long)featureWidth, device: device);
        _deviation = ones((long)featureWidth, device: device);
        RegisterComponents();
    }

    /// <summary>Mean <c>[D]</c>. Owned by this object.</summary>
    public Tensor Mean => get_buffer("mean")!;

    /// <summary>Deviation <c>[D]</c>. Owned by this object.</summary>
    public Tensor Std => get_buffer("std")!;

    /// <summary>Takes measured statistics over.</summary>
    /// <param name="measuredMean"><c>[D]</c>. Borrowed.</param>
    /// <param name="measuredStd"><c>[D]</c>, above 0. Borrowed.</param>
    /// <exception cref="Core.Errors.ShapeException">A length is not D.</exception>
    public void Assign(Tensor measuredMean, Tensor measuredStd)
    {
        TensorShape.Require(measuredMean, "The features' mean", Mean.size(0));
        TensorShape.Require(measuredStd, "The features' deviation", Mean.size(0));
        using var frozen = no_grad();
        Mean.copy_(measuredMean);
        Std.copy_(measuredStd);
    }

    /// <summary>(x − mean) / std.</summary>
    /// <param name="x">Raw features <c>[B, T, D]</c>. Borrowed.</param>
    /// <returns><c>[B, T, D]</c>; the caller disposes.</returns>
    public Tensor Standardise(Tensor x)
    {
        using var centred = x - Mean;
        return centred / Std; // [B, T, D]
    }

    /// <summary>x·std + mean.</summary>
    /// <param name="x">Standardised features <c>[B, T, D]</c>. Borrowed.</param>
    /// <returns><c>[B, T, D]</c>; the caller disposes.</returns>
    public Tensor Restore(Tensor x) => Mean.addcmul(x, Std, 1); // [B, T, D]
}
