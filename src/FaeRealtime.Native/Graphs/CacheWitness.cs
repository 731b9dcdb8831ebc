using FaeRealtime.Core.Errors;

namespace FaeRealtime.Native.Graphs;

/// <summary>Tells whether libtorch's allocator has given memory that it kept back to the driver, which it does when a device has none left (or at an <c>empty_cache</c>): then memory that a graph works in may be gone.</summary>
/// <remarks>
/// The allocator keeps freed memory by the stream that it was made on, and gives back all of it that is wholly unused, at once. So a piece that was made and freed on a stream which nobody else uses goes exactly when
/// any goes, and its buffer number, which the driver gives to no other allocation, tells.
/// </remarks>
internal sealed unsafe class CacheWitness
{
    private readonly CaptureDriver _driver;
    private readonly nint _address;
    private readonly ulong _buffer;

    private CacheWitness(CaptureDriver driver, nint address, ulong buffer) => (_driver, _address, _buffer) = (driver, address, buffer);

    /// <summary>Whether everything that was kept at <see cref="Place"/> is still there.</summary>
    public bool Holds => TryRead(_driver, _address, out var buffer) && buffer == _buffer;

    /// <summary>Makes one. The calling thread's stream is the quiet one meanwhile.</summary>
    /// <exception cref="NativeException">There is no memory, or the allocator keeps none.</exception>
    public static CacheWitness Place(CudaLibraries cuda)
    {
        nint address;
        TorchCuda.Check(cuda.Torch.Allocate(1, &address), "A piece of device memory cannot be made");
        TorchCuda.Check(cuda.Torch.Free(address), "A piece of device memory cannot be freed");
        return TryRead(cuda.Driver, address, out var buffer)
            ? new CacheWitness(cuda.Driver, address, buffer)
            : throw new NativeException("libtorch's allocator does not keep freed device memory in blocks of its own, which graphs need. Leave PYTORCH_NO_CUDA_MEMORY_CACHING and the backend of PYTORCH_CUDA_ALLOC_CONF unset.");
    }

    private static bool TryRead(CaptureDriver driver, nint address, out ulong buffer)
    {
        ulong value = 0;
        var found = driver.PointerAttribute(&value, CaptureDriver.BufferId, (ulong)address) == 0;
        buffer = value;
        return found;
    }
}
