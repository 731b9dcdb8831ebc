using System.Diagnostics.CodeAnalysis;
using FaeRealtime.Graphics.Textures;
using Silk.NET.OpenGL;

namespace FaeRealtime.Host.Commands.Bench;

/// <summary>Shares nothing: what the shared texture is compared with.</summary>
internal sealed class HostPath : IDeviceSharing
{
    public bool TryOpen(GL gl, SharedTexture texture, int device, [NotNullWhen(true)] out IDeviceTexture? opened, out string reason)
    {
        (opened, reason) = (null, "it was switched off");
        return false;
    }
}
