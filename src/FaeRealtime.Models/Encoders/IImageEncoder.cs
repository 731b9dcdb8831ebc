using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Encoders;

/// <summary>A frozen network that looks at pictures: what data sets, training and evaluation know of it.</summary>
/// <remarks>Results follow gradients of the pixels where none is forbidden, never of the weights. For one thread at a time; disposing frees the weights.</remarks>
public interface IImageEncoder : IDisposable
{
    /// <summary>Sizes, kinds and which blocks are the features.</summary>
    VisionEncoderConfig Config { get; }

    /// <summary>Reads official weights and freezes them. A new kind of network is chosen here, by its config.</summary>
    /// <param name="config">Sizes and kinds; its <see cref="VisionEncoderConfig.Sha256"/>, when set, must be the file's.</param>
    /// <param name="path">The file.</param>
    /// <param name="device">Where the weights go.</param>
    /// <returns>The frozen encoder; the caller disposes.</returns>
    /// <exception cref="CheckpointException">The file is missing, damaged, another one, or does not fit.</exception>
    static IImageEncoder Load(VisionEncoderConfig config, string path, Device? device = null) => VisionTransformer.Load(config, path, device);

    /// <summary>A frozen encoder with random weights: what tests use in place of official ones.</summary>
    /// <param name="config">Sizes and kinds.</param>
    /// <param name="seed">Same seed, same weights, on every device.</param>
    /// <param name="device">Where the weights go.</param>
    /// <returns>The frozen encoder; the caller disposes.</returns>
    static IImageEncoder Random(VisionEncoderConfig config, ulong seed, Device? device = null) => VisionTransformer.Random(config, seed, device);

    /// <summary>The features x: the patch tokens of the configured blocks, concatenated. Not standardised.</summary>
    /// <param name="rgb">Pictures <c>[B, 3, S, S]</c> in [0, 1], float32, S = <see cref="VisionEncoderConfig.InputSize"/>. Borrowed.</param>
    /// <returns><c>[B, T, FeatureWidth]</c> without gradient, usable in a later training step; the caller disposes.</returns>
    /// <exception cref="ShapeException">The pictures have another shape.</exception>
    Tensor Features(Tensor rgb);

    /// <summary>RGB as the encoder was trained on it.</summary>
    /// <param name="rgb">Pictures <c>[B, 3, H, W]</c> in [0, 1], float32. Borrowed.</param>
    /// <returns><c>[B, 3, H, W]</c>; the caller disposes.</returns>
    Tensor Normalise(Tensor rgb);

    /// <summary>All outputs of the last block.</summary>
    /// <param name="pixels">Normalised pictures <c>[B, 3, h·p, w·p]</c> of any grid of patches of p pixels, float32. Borrowed.</param>
    /// <param name="masked"><c>[B, h·w]</c>, bool: patches replaced by the mask token; null for none. Borrowed.</param>
    /// <returns>Class, register and patch tokens; the caller disposes.</returns>
    /// <exception cref="ShapeException">The pictures or the mask have another shape.</exception>
    /// <exception cref="InvalidOperationException">Patches are masked and the network has no mask token.</exception>
    VisionTokens Encode(Tensor pixels, Tensor? masked = null);

    /// <summary>What the attention pool makes of patch tokens of the last block, behind the final norm: the picture's embedding.</summary>
    /// <param name="patches"><c>[B, T, D]</c>, as <see cref="VisionTokens.Patches"/> or restored ones. Borrowed.</param>
    /// <returns><c>[B, D]</c>, not normalised; the caller disposes.</returns>
    /// <exception cref="InvalidOperationException">The network has no <see cref="VisionEncoderConfig.AttentionPool"/>.</exception>
    Tensor Pool(Tensor patches);
}
