using FaeRealtime.Core.Errors;
using TorchSharp;

namespace FaeRealtime.Engines.Torch.Tests;

/// <summary>The processor as a device: a graph is the computation itself, kept and run at each replay on what its tensors hold then.</summary>
internal sealed class ProcessorRuntime : IDeviceRuntime
{
    /// <summary>Captured graphs that were made and not freed.</summary>
    public int Live { get; private set; }

    public int Replays { get; private set; }

    /// <summary>How many may be captured before the rest is refused.</summary>
    public int Limit { get; init; } = int.MaxValue;

    public int Captured { get; private set; }

    public void Enter()
    {
    }

    public ICapturedGraph Capture(Action compute)
    {
        if (Captured >= Limit)
        {
            throw new NativeException("Such a thing cannot be captured.");
        }

        Captured++;
        return new Graph(this, compute);
    }

    public unsafe ulong AddressOf(torch.Tensor tensor)
    {
        fixed (byte* first = tensor.bytes)
        {
            return (ulong)first;
        }
    }

    private sealed class Graph : ICapturedGraph
    {
        private readonly ProcessorRuntime _runtime;
        private readonly Action _compute;

        public Graph(ProcessorRuntime runtime, Action compute)
        {
            (_runtime, _compute) = (runtime, compute);
            runtime.Live++;
        }

        public void Replay()
        {
            _runtime.Replays++;
            _compute();
        }

        public void Dispose() => _runtime.Live--;
    }
}
