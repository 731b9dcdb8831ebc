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
    public IRecording Record(Action compute)
    {
        var thread = _thread ?? throw new NativeException("Nothing can be recorded on a thread that has not entered its device.");
        return new Recording(thread.Record(compute));
    }

    /// <inheritdoc/>
    public ulong AddressOf(torch.Tensor tensor) => CudaThread.Locate(tensor.Handle).Address;

    private sealed class Recording(CudaGraph graph) : IRecording
    {
        public void Replay() => graph.Replay();

        public void Dispose() => graph.Dispose();
    }
}
