using System.Diagnostics.CodeAnalysis;
using Silk.NET.OpenGL;

namespace FaeRealtime.Graphics.Textures;

/// <summary>The way from a device's memory to textures.</summary>
public interface IDeviceSharing
{
    /// <summary>Opens it for one texture where context and device allow; call it on the GL thread.</summary>
    /// <param name="gl">Entry points of the current context. Borrowed.</param>
    /// <param name="texture">Which must outlive the result. Borrowed.</param>
    /// <param name="device">The device's number among those that the process sees.</param>
    /// <param name="opened">The caller disposes, before the texture.</param>
    /// <param name="reason">Why not, as the end of a sentence without a full stop; what is shared, where it is.</param>
    bool TryOpen(GL gl, SharedTexture texture, int device, [NotNullWhen(true)] out IDeviceTexture? opened, out string reason);
}
