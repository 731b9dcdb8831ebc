using FaeRealtime.Core.Errors;
using FaeRealtime.Graphics.Lifetime;
using FaeRealtime.Graphics.Textures;
using Silk.NET.OpenGL;
using FaeRealtime.Core.Images;

namespace FaeRealtime.Graphics.Cuda;

/// <summary>An OpenGL texture registered with CUDA once, that pictures in device memory are copied into.</summary>
/// <remarks>
/// Mapping, copying and unmapping go on one stream of its own that does not wait for the legacy stream; the driver orders them with OpenGL's work on both sides (<c>cuGraphicsMapResources</c>,
/// <c>cuGraphicsUnmapResources</c>). Disposal is legal twice, from any thread, before or after the context is gone; the registration ends on the GL thread, before the texture that was disposed after it.
/// </remarks>
internal sealed unsafe class CudaTexture : IDeviceTexture, IGlRegistration
{
    private const uint WriteDiscard = 2;
    private const uint NonBlocking = 1;
    private const int BytesPerPixel = 4;

    private readonly SharedTexture _texture;
    private readonly GlDeletionQueue _queue;
    private readonly CudaDevice _device;
    private readonly int _ordinal;
    private readonly nint _stream;
    private readonly nint _resource;
    private readonly Lock _gate = new();
    private bool _disposed;

    private CudaTexture(GL gl, SharedTexture texture, CudaDevice device, int ordinal, nint stream, nint resource)
    {
        (_queue, _texture, _device, _ordinal, _stream, _resource) = (GlDeletionQueue.For(gl), texture, device, ordinal, stream, resource);
        GlObjects.Created();
    }

    /// <summary>Registers a texture; call it on the GL thread.</summary>
    /// <param name="gl">Entry points of the current context. Borrowed.</param>
    /// <param name="texture">The texture, which must outlive this. Borrowed.</param>
    /// <param name="device">The device of the context; owned from here on, also when this fails.</param>
    /// <param name="ordinal">The device's number.</param>
    /// <exception cref="GraphicsException">The driver refuses.</exception>
    public static CudaTexture Register(GL gl, SharedTexture texture, CudaDevice device, int ordinal)
    {
        var cuda = device.Cuda;
        nint stream = 0;
        try
        {
            using var current = device.Enter();
            nint made, resource;
            cuda.Check(cuda.StreamCreate(&made, NonBlocking), "A CUDA stream cannot be made");
            stream = made;
            cuda.Check(cuda.GlRegisterImage(&resource, texture.Name, (uint)TextureTarget.Texture2D, WriteDiscard), "The OpenGL texture cannot be registered with CUDA");
            return new CudaTexture(gl, texture, device, ordinal, stream, resource);
        }
        catch (GraphicsException)
        {
            Close(device, stream);
            throw;
        }
    }

    /// <inheritdoc/>
    public void Copy(in DeviceImage image)
    {
        if (image.Device != PictureDevice.Cuda(_ordinal) || image.Width != _texture.Width || image.Height != _texture.Height || image.Pitch < image.Width * BytesPerPixel)
        {
            throw new GraphicsException(
                $"A picture of {image.Width}x{image.Height} pixels with {image.Pitch} bytes a row on {image.Device.Memory} device {image.Device.Id} does not fit a texture of {_texture.Width}x{_texture.Height} on device {_ordinal}. Register a texture of its size.");
        }

        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _queue.Enter();
            using var current = _device.Enter();
            var cuda = _device.Cuda;
            var resource = _resource;
            cuda.Check(cuda.Map(1, &resource, _stream), "The texture cannot be mapped for CUDA");
            var copied = Enqueue(image, resource);
            var unmapped = cuda.Unmap(1, &resource, _stream);
            cuda.Check(copied, "The picture cannot be copied into the texture");
            cuda.Check(unmapped, "The texture cannot be given back to OpenGL");
        }
    }

    /// <inheritdoc/>
    public void Wait()
    {
        lock (_gate)
        {
            if (!_disposed)
            {
                using var current = _device.Enter();
                _device.Cuda.Check(_device.Cuda.StreamSynchronize(_stream), "The copy into the texture failed");
            }
        }
    }

    /// <summary>Waits for the last copy, and ends the registration at once on the GL thread, else at the context's next use.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            if (_device.TryEnter())
            {
                _device.Cuda.StreamSynchronize(_stream);
                _device.Leave();
            }
        }

        _queue.Release(this);
    }

    /// <inheritdoc/>
    void IGlRegistration.End(bool contextLives)
    {
        // Without its OpenGL context the registration is gone as well, and naming it to the driver is not defined.
        if (contextLives && _device.TryEnter())
        {
            _device.Cuda.Unregister(_resource);
            _device.Leave();
        }

        Close(_device, _stream);
    }

    private static void Close(CudaDevice device, nint stream)
    {
        if (stream != 0 && device.TryEnter())
        {
            device.Cuda.StreamDestroy(stream);
            device.Leave();
        }

        device.Dispose();
    }

    private int Enqueue(in DeviceImage image, nint resource)
    {
        var cuda = _device.Cuda;
        nint array;
        var found = cuda.GetMappedArray(&array, resource, 0, 0);
        if (found != 0)
        {
            return found;
        }

        var copy = new CudaCopy2D
        {
            SourceType = CudaMemoryType.Device,
            SourceDevice = image.Address,
            SourcePitch = (nuint)image.Pitch,
            TargetType = CudaMemoryType.Array,
            TargetArray = array,
            WidthInBytes = (nuint)(image.Width * BytesPerPixel),
            Height = (nuint)image.Height,
        };
        return cuda.Copy2DAsync(&copy, _stream);
    }
}
