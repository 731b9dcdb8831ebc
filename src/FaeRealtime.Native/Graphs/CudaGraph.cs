using FaeRealtime.Core.Errors;

namespace FaeRealtime.Native.Graphs;

/// <summary>A computation on a CUDA device, recorded once and run again as a whole, on the same memory: inputs are copied into tensors that were there when it was recorded, results lie in tensors that are kept since.</summary>
/// <remarks>All calls on the thread that called <see cref="CudaThread.Enter"/>; disposal on any.</remarks>
public sealed class CudaGraph : IDisposable
{
    private readonly GraphHandle _handle;

    private CudaGraph(GraphHandle handle) => _handle = handle;

    /// <summary>Records a computation. It has run before at least once, so that libraries have set themselves up; while it is recorded it computes nothing.</summary>
    /// <param name="compute">Queues the computation; may neither wait for the device nor read from it, and keeps its inputs and results alive as long as the graph.</param>
    /// <returns>The graph; the caller disposes.</returns>
    /// <exception cref="NativeException">The native part is missing, or something in the computation cannot be recorded.</exception>
    public static CudaGraph Record(Action compute)
    {
        ArgumentNullException.ThrowIfNull(compute);
        CudaThread.Wait();
        GraphsNative.Check(GraphsNative.fae_graphs_capture_begin(out var handle));
        var (computed, recorded) = (false, false);
        try
        {
            compute();
            computed = true;
            GraphsNative.Check(GraphsNative.fae_graphs_capture_end(handle));
            recorded = true;
            return new CudaGraph(handle);
        }
        finally
        {
            if (!recorded)
            {
                // The stream must leave the capture; its own failure says no more than what led to it.
                _ = computed ? 0 : GraphsNative.fae_graphs_capture_end(handle);
                handle.Dispose();
            }
        }
    }

    /// <summary>Queues the computation on the thread's stream.</summary>
    /// <exception cref="NativeException">The device refuses.</exception>
    public void Replay() => GraphsNative.Check(GraphsNative.fae_graphs_replay(_handle));

    /// <summary>Frees the graph and its memory.</summary>
    public void Dispose() => _handle.Dispose();
}
