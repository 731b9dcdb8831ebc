using System.Diagnostics.CodeAnalysis;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Images;
using FaeRealtime.Graphics.Textures;
using Silk.NET.OpenGL;

namespace FaeRealtime.Graphics.Cuda;

/// <summary>CUDA's interoperability with OpenGL, through the display driver alone.</summary>
public sealed unsafe class CudaSharing : IDeviceSharing
{
    // All devices of the current OpenGL context, of which there is more than one in SLI only.
    private const uint AllDevices = 1;
    private const int MostDevices = 16;

    private readonly CudaLibrary? _given;

    /// <summary>Over the machine's driver, which is loaded when it is first needed.</summary>
    public CudaSharing()
    {
    }

    internal CudaSharing(CudaLibrary cuda) => _given = cuda;

    /// <inheritdoc/>
    public bool TryOpen(GL gl, SharedTexture texture, PictureDevice device, [NotNullWhen(true)] out IDeviceTexture? opened, out string reason)
    {
        ArgumentNullException.ThrowIfNull(gl);
        ArgumentNullException.ThrowIfNull(texture);
        (opened, reason) = (null, "the pictures are on no CUDA device");
        return device.Memory == PictureMemory.Cuda && TryOpen(gl, texture, (int)device.Id, out opened, out reason);
    }

    private bool TryOpen(GL gl, SharedTexture texture, int device, [NotNullWhen(true)] out IDeviceTexture? opened, out string reason)
    {
        (opened, reason) = (null, string.Empty);
        var cuda = _given;
        if (cuda is null && !CudaLibrary.TryLoad(out cuda, out reason))
        {
            return false;
        }

        CudaDevice? held = null;
        try
        {
            held = CudaDevice.Open(cuda, device);
            reason = Refusal(gl, held, device) ?? string.Empty;
            if (reason.Length == 0)
            {
                opened = CudaTexture.Register(gl, texture, held, device);
                reason = $"CUDA device {device} and {gl.GetStringS(StringName.Renderer)}";
                return true;
            }
        }
        catch (GraphicsException refused)
        {
            reason = refused.Message.TrimEnd('.');
        }

        held?.Dispose();
        return false;
    }

    // A context on another GPU, or on the processor, would fail or copy across the bus.
    private static string? Refusal(GL gl, CudaDevice held, int device)
    {
        var cuda = held.Cuda;
        var handles = stackalloc int[MostDevices];
        uint count = 0;
        using var current = held.Enter();
        var status = cuda.GlGetDevices(&count, handles, MostDevices, AllDevices);
        var renderer = gl.GetStringS(StringName.Renderer);
        if (status != 0 || count == 0)
        {
            return $"OpenGL ({renderer}) does not run on a CUDA device{(status == 0 ? string.Empty : $" ({cuda.Describe(status)})")}";
        }

        return new ReadOnlySpan<int>(handles, (int)Math.Min(count, MostDevices)).Contains(held.Handle)
            ? null
            : $"OpenGL ({renderer}) runs on another GPU than the tensors, which are on CUDA device {device}";
    }
}
