using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Images;

namespace FaeRealtime.Engines;

/// <summary>A frame engine that can leave pictures in the memory of the device <see cref="FrameEngineInfo.PictureDevice"/> names, where the renderer may take them without the processor's memory.</summary>
public interface IDeviceFrameEngine : IFrameEngine
{
    /// <summary>Pictures that it keeps: one is written, one waits, one is read.</summary>
    const int Slots = 3;

    /// <summary>Decodes a latent into one of the kept pictures.</summary>
    /// <param name="latent">Clean latent <c>[C, h, w]</c> in the generator's normalised space.</param>
    /// <param name="slot">Which one, 0 to <see cref="Slots"/> − 1; nobody else uses it until this returns.</param>
    /// <returns>Where it lies, finished: the device has been waited for. It stays until the slot is painted again or the engine is disposed.</returns>
    /// <exception cref="CheckpointException">The picture is not finite.</exception>
    DeviceImage Decode(ReadOnlySpan<float> latent, int slot);

    /// <summary>Decodes features into one of the kept pictures: the pixel decoder alone.</summary>
    /// <param name="features">Standardised features <c>[T, D]</c>.</param>
    /// <param name="slot">Which one, as in <see cref="Decode(ReadOnlySpan{float}, int)"/>.</param>
    /// <returns>Where it lies, likewise.</returns>
    /// <exception cref="ShapeException">They are not those of the model's sizes.</exception>
    /// <exception cref="CheckpointException">The picture is not finite.</exception>
    DeviceImage DecodePixels(ReadOnlySpan<float> features, int slot);
}
