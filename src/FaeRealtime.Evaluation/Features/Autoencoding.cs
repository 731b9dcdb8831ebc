using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Data.Caches;
using FaeRealtime.Models;
using FaeRealtime.Models.Encoders;
using TorchSharp;

namespace FaeRealtime.Evaluation.Features;

/// <summary>Images on their way through a model: features x, latent z (the posterior's mean), restored features x̂, decoded images.</summary>
internal sealed class Autoencoding : IDisposable
{
    private readonly FaeModel _model;
    private readonly IImageEncoder _encoder;
    private readonly torch.Device _device;

    private Autoencoding(FaeModel model, IImageEncoder encoder, torch.Device device) => (_model, _encoder, _device) = (model, encoder, device);

    /// <summary>Loads the networks.</summary>
    /// <param name="folder">The model.</param>
    /// <param name="encoder">Its frozen ViT. Borrowed.</param>
    /// <param name="device">Where both are.</param>
    /// <exception cref="CheckpointException">A file is missing or does not fit.</exception>
    public static Autoencoding Load(ModelFolder folder, IImageEncoder encoder, torch.Device device) => new(FaeModel.Load(folder, device, ModelParts.Encoder | ModelParts.Decoders), encoder, device);

    /// <summary>Standardised features.</summary>
    /// <param name="rgb"><c>[B, 3, H, W]</c> in [0, 1]. Borrowed.</param>
    /// <returns>x <c>[B, T, D]</c>; the caller disposes.</returns>
    public torch.Tensor Features(torch.Tensor rgb)
    {
        using var scope = torch.NewDisposeScope();
        return _model.Features.Standardise(_encoder.Features(EncoderInput.Resize(rgb.to(_device), _encoder.Config.InputSize))).MoveToOuterDisposeScope();
    }

    /// <summary>The posterior's mean.</summary>
    /// <param name="x"><c>[B, T, D]</c>. Borrowed.</param>
    /// <returns>z <c>[B, T, C]</c>; the caller disposes.</returns>
    public torch.Tensor Latent(torch.Tensor x)
    {
        var (mean, logVariance) = _model.Encoder.Encode(x);
        logVariance.Dispose();
        return mean;
    }

    /// <summary>Features from a latent.</summary>
    /// <param name="z"><c>[B, T, C]</c>. Borrowed.</param>
    /// <returns>x̂ <c>[B, T, D]</c>, standardised; the caller disposes.</returns>
    public torch.Tensor Restore(torch.Tensor z)
    {
        using var grid = LatentGrid.FromTokens(z);
        return _model.FeatureDecoder.forward(grid);
    }

    /// <summary>Embeddings from features: what the ViT's attention pool makes of them.</summary>
    /// <param name="x"><c>[B, T, D]</c>, standardised. Borrowed.</param>
    /// <returns><c>[B, D]</c>, not normalised; the caller disposes.</returns>
    public torch.Tensor Pool(torch.Tensor x)
    {
        using var scope = torch.NewDisposeScope();
        return _encoder.Pool(_model.Features.Restore(x)).MoveToOuterDisposeScope(); // [B, D]
    }

    /// <summary>Images from features.</summary>
    /// <param name="x"><c>[B, T, D]</c>, standardised. Borrowed.</param>
    /// <returns><c>[B, 3, H, W]</c> on the CPU, not clamped; the caller disposes.</returns>
    public torch.Tensor DecodePixels(torch.Tensor x)
    {
        using var scope = torch.NewDisposeScope();
        return _model.PixelDecoder.forward(x).cpu().MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose() => _model.Dispose();
}
