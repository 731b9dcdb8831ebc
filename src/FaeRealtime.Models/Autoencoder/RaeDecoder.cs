using FaeRealtime.Core.Errors;
using FaeRealtime.Models.Layers;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Autoencoder;

/// <summary>RAE's way from latent to picture: un-normalise, paint with a pixel decoder, undo the encoder's picture normalisation (bytetriper/RAE, src/stage1/rae.py).</summary>
/// <remarks>Load the decoder's weights with <see cref="Checkpoints.PixelDecoderLayouts"/>.</remarks>
/// <param name="decoder">A pixel decoder whose features are the latent's channels. Borrowed.</param>
/// <param name="statistics">Of the latent and the pictures, on the decoder's device. Borrowed.</param>
public sealed class RaeDecoder(PixelDecoder decoder, RaeStatistics statistics)
{
    /// <summary>Decodes latents.</summary>
    /// <param name="latent">Normalised latents <c>[B, C, h, w]</c>. Borrowed.</param>
    /// <returns>RGB <c>[B, 3, H, W]</c>, nominally in [0, 1], not clamped; the caller disposes.</returns>
    /// <exception cref="ShapeException">The latent fits neither the statistics nor the decoder.</exception>
    public Tensor Decode(Tensor latent)
    {
        using var scope = NewDisposeScope();
        return Restore(decoder.forward(Tokens(latent))).MoveToOuterDisposeScope(); // [B, 3, H, W]
    }

    /// <summary>The decoder's input: z·√(var + ε) + mean, per channel and position.</summary>
    /// <returns><c>[B, h·w, C]</c>; the caller disposes.</returns>
    internal Tensor Tokens(Tensor latent)
    {
        TensorShape.Require(latent, "RAE's latent", TensorShape.Any, TensorShape.Any, TensorShape.Any, TensorShape.Any);
        using var scope = NewDisposeScope();
        var z = latent;
        if (statistics.Variance is { } variance)
        {
            TensorShape.Require(latent, "RAE's latent", [TensorShape.Any, .. variance.shape]);
            z = z * (variance + statistics.Epsilon).sqrt(); // [B, C, h, w]
        }

        z = statistics.Mean is { } mean ? z + mean : z; // [B, C, h, w]
        return z.flatten(2).transpose(1, 2).MoveToOuterDisposeScope(); // [B, h·w, C]
    }

    /// <summary>The decoder's output as RGB in [0, 1].</summary>
    internal Tensor Restore(Tensor picture)
    {
        using var scope = NewDisposeScope();
        return ((picture * PerColour(statistics.ImageStd, picture.device)) + PerColour(statistics.ImageMean, picture.device)).MoveToOuterDisposeScope(); // [B, 3, H, W]
    }

    private static Tensor PerColour(IReadOnlyList<double> values, Device device) =>
        tensor([.. values.Select(value => (float)value)], [1, 3, 1, 1], device: device); // [1, 3, 1, 1]
}
