using System.Runtime.InteropServices;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Native.Graphs;

/// <summary>A computation on a CUDA device, recorded once by <see cref="CudaThread.Record(Action)"/> and run again as a whole, on the same memory. All calls on the thread that recorded it.</summary>
public sealed class CudaGraph : IDisposable
{
    private readonly CudaThread _thread;
    private readonly Action _compute;
    private CapturedGraph? _captured;
    private bool _disposed;

    private CudaGraph(CudaThread thread, Action compute, CapturedGraph captured) => (_thread, _compute, _captured) = (thread, compute, captured);

    /// <summary>Records a computation.</summary>
    internal static CudaGraph Record(CudaThread thread, Action compute) => new(thread, compute, thread.Capture(compute));

    /// <summary>Whether it runs as a whole. False after the device ran out of memory and the computation could not be recorded anew: it then runs operator by operator.</summary>
    public bool IsRecorded => _captured is not null;

    /// <summary>Queues the computation on the thread's stream. Where the device ran out of memory since, what the graph works in may be gone: the computation then runs as it is, and is recorded anew.</summary>
    /// <exception cref="NativeException">The device refuses.</exception>
    public void Replay()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_captured is null)
        {
            _compute();
        }
        else if (!_captured.TryLaunch())
        {
            _captured.Dispose();
            _captured = null;
            _compute();
            try
            {
                _captured = _thread.Capture(_compute);
            }
            catch (Exception failure) when (failure is NativeException or ExternalException)
            {
                // What was asked for is computed; the next time, too.
            }
        }
    }

    /// <summary>Frees the graph, when it has ended. Legal twice.</summary>
    public void Dispose()
    {
        _disposed = true;
        _captured?.Dispose();
    }
}
