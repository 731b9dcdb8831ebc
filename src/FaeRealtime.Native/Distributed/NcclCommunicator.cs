using System.Runtime.InteropServices;
using FaeRealtime.Core.Errors;
using FaeRealtime.Native.Graphs;

namespace FaeRealtime.Native.Distributed;

/// <summary>The ranks' CUDA devices, one a rank, over NCCL. Work is queued on the default stream, as libtorch's is.</summary>
/// <remarks>Never run: written against NCCL's and the driver's public headers on a machine without CUDA.</remarks>
internal sealed unsafe class NcclCommunicator : IDisposable
{
    public const int IdBytes = NcclNative.IdBytes;

    private const int DefaultStream = 0;

    private readonly nint _context;
    private nint _communicator;

    private NcclCommunicator(nint context, nint communicator) => (_context, _communicator) = (context, communicator);

    /// <summary>Whether NCCL and a CUDA driver are there.</summary>
    public static bool IsInstalled => NativeLibrary.TryLoad(NcclNative.FileName, out _) && NativeLibrary.TryLoad(CaptureDriver.File, out _);

    /// <summary>What rank 0 makes and all ranks join by.</summary>
    /// <param name="id">Written; <see cref="IdBytes"/>.</param>
    public static void NewId(Span<byte> id)
    {
        fixed (byte* bytes = id)
        {
            Check(NcclNative.ncclGetUniqueId(bytes), "ncclGetUniqueId");
        }
    }

    /// <summary>Meets the other devices.</summary>
    /// <param name="id">Rank 0's.</param>
    /// <param name="rank">This process.</param>
    /// <param name="world">Processes in all.</param>
    /// <param name="device">This rank's device.</param>
    /// <param name="timeout">For all to come.</param>
    /// <exception cref="NativeException">NCCL or the driver refuses, or a rank did not come.</exception>
    public static NcclCommunicator Join(ReadOnlySpan<byte> id, int rank, int world, int device, TimeSpan timeout)
    {
        var unique = MemoryMarshal.Read<NcclNative.UniqueId>(id);
        CheckDriver(NcclNative.cuInit(0), "cuInit");
        CheckDriver(NcclNative.cuDeviceGet(out var number, device), "cuDeviceGet");
        CheckDriver(NcclNative.cuDevicePrimaryCtxRetain(out var context, number), "cuDevicePrimaryCtxRetain");
        nint communicator = 0;
        BoundedCall.Run(() => In(context, () => Check(NcclNative.CommInitRank(out communicator, world, unique, rank), "ncclCommInitRank")), timeout, "ncclCommInitRank");
        return new NcclCommunicator(context, communicator);
    }

    /// <summary>Queues a sum in place of float32 values.</summary>
    public void Sum(nint address, long count) => In(_context, () => Check(
        NcclNative.ncclAllReduce(address, address, (nuint)count, NcclNative.Float32, NcclNative.SumOperation, _communicator, DefaultStream), "ncclAllReduce"));

    /// <summary>Queues a copy in place of bytes.</summary>
    public void Broadcast(nint address, long bytes, int root) => In(_context, () => Check(
        NcclNative.ncclBroadcast(address, address, (nuint)bytes, NcclNative.Int8, root, _communicator, DefaultStream), "ncclBroadcast"));

    /// <summary>Whether everything queued is done.</summary>
    /// <exception cref="NativeException">It failed.</exception>
    public bool IsOver()
    {
        Check(NcclNative.ncclCommGetAsyncError(_communicator, out var error), "ncclCommGetAsyncError");
        Check(error, "NCCL");
        var state = 0;
        In(_context, () => state = NcclNative.cuStreamQuery(DefaultStream));
        if (state == NcclNative.NotReady)
        {
            return false;
        }

        CheckDriver(state, "cuStreamQuery");
        return true;
    }

    /// <summary>Ends it, with what may still be queued.</summary>
    public void Dispose()
    {
        if (_communicator != 0)
        {
            // Destroy would wait for ranks that are gone.
            In(_context, () => _ = NcclNative.ncclCommAbort(_communicator));
            _communicator = 0;
        }
    }

    private static void In(nint context, Action call)
    {
        CheckDriver(NcclNative.cuCtxPushCurrent_v2(context), "cuCtxPushCurrent");
        try
        {
            call();
        }
        finally
        {
            _ = NcclNative.cuCtxPopCurrent_v2(out _);
        }
    }

    private static void Check(int status, string call)
    {
        if (status != 0)
        {
            throw new NativeException($"{call} failed: {Marshal.PtrToStringUTF8(NcclNative.ncclGetErrorString(status))}");
        }
    }

    private static void CheckDriver(int status, string call)
    {
        if (status != 0)
        {
            throw new NativeException($"{call} failed: CUDA error {status}");
        }
    }
}
