using FaeRealtime.Core.Errors;

namespace FaeRealtime.Native.Graphs;

/// <summary>Streams of libtorch's pool that nothing is computed on, each lent to one thread while it has graphs.</summary>
/// <remarks>
/// libtorch's allocator reuses memory only on the stream that it was made on. A graph is captured on a stream of which everything else keeps away, so what its computation frees while it is captured is given to
/// other graphs of the thread at most, which run in turn with it and leave nothing there. The pool hands each stream out again after 32 calls, so what is lent is written down, process-wide as the pool is; streams for ordinary work
/// come from the pool's other half (normal priority), so none of them is ever one of these.
/// </remarks>
internal static unsafe class CaptureStreams
{
    private const byte HighPriority = 1;
    private const int PoolSize = 32;

    private static readonly Lock Gate = new();
    private static readonly HashSet<(int Device, nint Stream)> Lent = [];

    /// <summary>Lends a stream.</summary>
    /// <exception cref="NativeException">All are lent, or the device refuses.</exception>
    public static nint Lend(TorchCuda torch, int device)
    {
        lock (Gate)
        {
            for (var i = 0; i < PoolSize; i++)
            {
                nint stream;
                TorchCuda.Check(torch.StreamFromPool(HighPriority, device, &stream), $"A stream of CUDA device {device} cannot be had");
                if (Lent.Add((device, stream)))
                {
                    return stream;
                }
            }
        }

        throw new NativeException($"All {PoolSize} streams of CUDA device {device} for graphs are in use. Close engines that are not shown.");
    }

    /// <summary>Takes one back, whose graphs are gone and have ended.</summary>
    public static void Return(int device, nint stream)
    {
        lock (Gate)
        {
            Lent.Remove((device, stream));
        }
    }
}
