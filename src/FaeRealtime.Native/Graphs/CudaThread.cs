using FaeRealtime.Core.Errors;

namespace FaeRealtime.Native.Graphs;

/// <summary>The calling thread as one that computes on a CUDA device, and where its tensors lie there.</summary>
public static class CudaThread
{
    /// <summary>Whether streams and graphs are there.</summary>
    /// <param name="reason">Why not, as the end of a sentence without a full stop.</param>
    public static bool IsAvailable(out string reason)
    {
        try
        {
            var cuda = GraphsNative.fae_graphs_cuda() != 0;
            reason = cuda ? string.Empty : "libfae_graphs was built for a libtorch without CUDA, or without the CUDA headers";
            return cuda;
        }
        catch (NativeException absent)
        {
            reason = absent.Message.TrimEnd('.');
            return false;
        }
    }

    /// <summary>From now on the calling thread computes on a stream of its own, as a <see cref="CudaGraph"/> needs it. Tensors that it made before must be finished.</summary>
    /// <param name="device">The device's number among those that the process sees.</param>
    /// <exception cref="NativeException">The native part is missing or has no CUDA.</exception>
    public static void Enter(int device) => GraphsNative.Check(GraphsNative.fae_graphs_stream_enter(device));

    /// <summary>Waits until the calling thread's tensors are computed.</summary>
    /// <exception cref="NativeException">The native part is missing, or a computation failed.</exception>
    public static void Wait() => GraphsNative.Check(GraphsNative.fae_graphs_stream_wait());

    /// <summary>Where a tensor lies, which the published TorchSharp does not tell for a device.</summary>
    /// <param name="handle">TorchSharp's handle of a contiguous tensor. Borrowed.</param>
    /// <exception cref="NativeException">The native part is missing, or the tensor is not contiguous.</exception>
    public static TensorPlace Locate(nint handle)
    {
        GraphsNative.Check(GraphsNative.fae_graphs_tensor_data(handle, out var data, out var device));
        return new TensorPlace(data, device);
    }
}
