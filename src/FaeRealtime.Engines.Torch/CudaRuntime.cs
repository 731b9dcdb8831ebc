using FaeRealtime.Core.Errors;
using FaeRealtime.Native.Graphs;
using TorchSharp;

namespace FaeRealtime.Engines.Torch;

/// <summary>CUDA's streams and graphs.</summary>
/// <param name="device">The device's number among those that the process sees.</param>
internal sealed class CudaRuntime(int device) : IDeviceRuntime
{
    private CudaThread? _thread;

    /// <inheritdoc/>
    public void Enter() => _thread = CudaThread.Enter(device);

    /// <inheritdoc/>
    public ICapturedGraph Capture(Action compute)
    {
        var thread = _thread ?? throw new NativeException("Nothing can be captured on a thread that has not entered its device.");
        return new Graph(thread.Record(compute));
    }

    /// <inheritdoc/>
    public ulong AddressOf(torch.Tensor tensor) => CudaThread.Locate(tensor.Handle).Address;

    private sealed class Graph(CudaGraph graph) : ICapturedGraph
    {
        public void Replay() => graph.Replay();

        public void Dispose() => graph.Dispose();
    }
}
