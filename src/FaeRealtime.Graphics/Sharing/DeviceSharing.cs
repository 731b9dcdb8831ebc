using System.Diagnostics.CodeAnalysis;
using FaeRealtime.Core.Images;
using FaeRealtime.Graphics.Cuda;
using FaeRealtime.Graphics.Textures;
using Silk.NET.OpenGL;

namespace FaeRealtime.Graphics.Sharing;

/// <summary>The way that fits a picture's memory: between contexts that share their objects, or from a CUDA device.</summary>
public sealed class DeviceSharing : IDeviceSharing
{
    private readonly TextureSharing _textures = new();
    private readonly CudaSharing _cuda = new();

    /// <inheritdoc/>
    public bool TryOpen(GL gl, SharedTexture texture, PictureDevice device, [NotNullWhen(true)] out IDeviceTexture? opened, out string reason) =>
        device.Memory == PictureMemory.Textures ? _textures.TryOpen(gl, texture, device, out opened, out reason) : _cuda.TryOpen(gl, texture, device, out opened, out reason);
}
