using FaeRealtime.Core.Errors;

namespace FaeRealtime.Graphics.Cuda;

/// <summary>A hold on a device's primary context, the one that libtorch's tensors live in. Any thread may enter it; entering twice in a row is legal.</summary>
internal sealed unsafe class CudaDevice : IDisposable
{
    private readonly nint _context;
    private int _disposed;

    private CudaDevice(CudaLibrary cuda, int handle, nint context) => (Cuda, Handle, _context) = (cuda, handle, context);

    public CudaLibrary Cuda { get; }

    /// <summary>The driver's <c>CUdevice</c>.</summary>
    public int Handle { get; }

    /// <summary>Retains a device's primary context.</summary>
    /// <param name="cuda">The driver.</param>
    /// <param name="ordinal">The device's number among those that the process sees, as in <c>cuda:0</c>.</param>
    /// <exception cref="GraphicsException">There is no such device, or it fails.</exception>
    public static CudaDevice Open(CudaLibrary cuda, int ordinal)
    {
        int handle;
        nint context;
        cuda.Check(cuda.DeviceGet(&handle, ordinal), $"CUDA device {ordinal} cannot be used");
        cuda.Check(cuda.PrimaryContextRetain(&context, handle), $"The context of CUDA device {ordinal} cannot be used");
        return new CudaDevice(cuda, handle, context);
    }

    /// <summary>Makes the context current on the calling thread until the result is disposed.</summary>
    /// <exception cref="GraphicsException">The device fails.</exception>
    public Scope Enter()
    {
        Cuda.Check(Cuda.ContextPush(_context), "The CUDA context cannot be made current");
        return new Scope(this);
    }

    /// <summary>As <see cref="Enter"/>, for disposal, which throws nothing.</summary>
    /// <returns>Whether <see cref="Leave"/> must follow.</returns>
    public bool TryEnter() => Cuda.ContextPush(_context) == 0;

    /// <summary>Puts back what was current before.</summary>
    public void Leave()
    {
        nint left;
        Cuda.ContextPop(&left);
    }

    /// <summary>Lets the primary context go. Legal twice.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            // A failing release has nobody to tell: the driver is shutting down.
            Cuda.PrimaryContextRelease(Handle);
        }
    }

    /// <summary>While it lives, the context is current.</summary>
    internal readonly ref struct Scope(CudaDevice device)
    {
        public void Dispose() => device.Leave();
    }
}
