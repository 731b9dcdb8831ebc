using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Images;

namespace FaeRealtime.Graphics.Textures;

/// <summary>A texture that takes pictures from a device's memory without the processor's. Disposal is legal twice, from any thread, before or after the context is gone.</summary>
public interface IDeviceTexture : IDisposable
{
    /// <summary>Begins to copy a picture into the texture; call it on the GL thread. What OpenGL draws afterwards shows it.</summary>
    /// <param name="image">Finished, of the texture's size, on the texture's device; it stays as it is until <see cref="Wait"/> returns.</param>
    /// <exception cref="GraphicsException">The picture does not fit, the device fails, or the context is gone.</exception>
    void Copy(in DeviceImage image);

    /// <summary>Waits until the last copy has read its picture. Any thread; nothing after disposal.</summary>
    /// <exception cref="GraphicsException">The copy failed.</exception>
    void Wait();
}
