using FaeRealtime.Core.Errors;
using FaeRealtime.Native.Loading;

namespace FaeRealtime.Native.Graphs;

/// <summary>The functions of libtorch_cuda's C interface that are about streams and device memory (torch/csrc/stable/c/shim.h and torch/csrc/inductor/aoti_torch/c/shim.h of PyTorch 2.10).</summary>
/// <remarks>Each returns 0 for success; the reason of another status is on stderr, where libtorch writes it.</remarks>
internal sealed unsafe class TorchCuda
{
    /// <param name="export">The address of a function; 0 for one that is not there.</param>
    /// <exception cref="NativeException">One is not there.</exception>
    public TorchCuda(Func<string, nint> export)
    {
        var table = new NativeTable(export, Libtorch.Cuda);
        StreamFromPool = (delegate* unmanaged<byte, int, nint*, int>)table.Find("torch_get_cuda_stream_from_pool");
        SetStream = (delegate* unmanaged<nint, int, int>)table.Find("torch_set_current_cuda_stream");
        Synchronize = (delegate* unmanaged<nint, int, int>)table.Find("torch_cuda_stream_synchronize");
        CreateGuard = (delegate* unmanaged<int, nint*, int>)table.Find("aoti_torch_create_cuda_guard");
        Allocate = (delegate* unmanaged<ulong, nint*, int>)table.Find("aoti_torch_cuda_caching_allocator_raw_alloc");
        Free = (delegate* unmanaged<nint, int>)table.Find("aoti_torch_cuda_caching_allocator_raw_delete");
        table.Require("Use a libtorch of 2.10 or later.");
    }

    /// <summary><c>(bool highPriority, device, cudaStream_t*)</c>: one of 32 streams a device and priority, in turns; never destroyed.</summary>
    public delegate* unmanaged<byte, int, nint*, int> StreamFromPool { get; }

    /// <summary><c>(cudaStream_t, device)</c>: what the calling thread computes on there from now on.</summary>
    public delegate* unmanaged<nint, int, int> SetStream { get; }

    /// <summary><c>(cudaStream_t, device)</c>: waits for what is queued.</summary>
    public delegate* unmanaged<nint, int, int> Synchronize { get; }

    /// <summary><c>(device, guard*)</c>: makes the device the calling thread's current one while the guard lives.</summary>
    public delegate* unmanaged<int, nint*, int> CreateGuard { get; }

    /// <summary><c>(bytes, void**)</c>: memory of the current device, of the allocator's part that belongs to the current stream.</summary>
    public delegate* unmanaged<ulong, nint*, int> Allocate { get; }

    /// <summary><c>(void*)</c>: gives memory back to the allocator, which keeps it.</summary>
    public delegate* unmanaged<nint, int> Free { get; }

    /// <summary>Raises a failed call.</summary>
    /// <param name="status">What a function returned.</param>
    /// <param name="what">What failed.</param>
    /// <exception cref="NativeException">The status is not 0.</exception>
    public static void Check(int status, string what)
    {
        if (status != 0)
        {
            throw new NativeException($"{what}; libtorch says why on stderr.");
        }
    }
}
