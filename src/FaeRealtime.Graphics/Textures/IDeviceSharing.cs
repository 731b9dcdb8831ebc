using System.Diagnostics.CodeAnalysis;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Images;
using Silk.NET.OpenGL;

namespace FaeRealtime.Graphics.Textures;

/// <summary>The way from a device's memory to textures.</summary>
public interface IDeviceSharing
{
    /// <summary>Opens it for one texture where context and device allow; call it on the GL thread.</summary>
    /// <param name="gl">Entry points of the current context. Borrowed.</param>
    /// <param name="texture">Which must outlive the result. Borrowed.</param>
    /// <param name="device">Whose memory.</param>
    /// <param name="opened">The caller disposes, before the texture.</param>
    /// <param name="reason">Why not, as the end of a sentence without a full stop; what is shared, where it is.</param>
    bool TryOpen(GL gl, SharedTexture texture, PictureDevice device, [NotNullWhen(true)] out IDeviceTexture? opened, out string reason);
}

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
