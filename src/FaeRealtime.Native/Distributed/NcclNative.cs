using System.Runtime.InteropServices;
using FaeRealtime.Native.Graphs;

namespace FaeRealtime.Native.Distributed;

/// <summary>NCCL 2, and what of the CUDA driver goes with it. Each returns 0 or an error's code.</summary>
internal static unsafe partial class NcclNative
{
    public const string FileName = "libnccl.so.2";

    /// <summary>ncclInt8, for bytes that are copied.</summary>
    public const int Int8 = 0;

    /// <summary>ncclFloat32.</summary>
    public const int Float32 = 7;

    /// <summary>ncclSum.</summary>
    public const int SumOperation = 0;

    /// <summary>NCCL_UNIQUE_ID_BYTES.</summary>
    public const int IdBytes = 128;

    /// <summary>CUDA_ERROR_NOT_READY.</summary>
    public const int NotReady = 600;

    // Six plain calls, among them those that make a context current before libtorch has: a table as of CaptureDriver's would be longer than they are.
    private const string Driver = CaptureDriver.File;

    [LibraryImport(FileName)]
    internal static partial nint ncclGetErrorString(int code);

    [LibraryImport(FileName)]
    internal static partial int ncclGetUniqueId(byte* id);

    [LibraryImport(FileName)]
    internal static partial int ncclAllReduce(nint send, nint receive, nuint count, int type, int operation, nint communicator, nint stream);

    [LibraryImport(FileName)]
    internal static partial int ncclBroadcast(nint send, nint receive, nuint count, int type, int root, nint communicator, nint stream);

    [LibraryImport(FileName)]
    internal static partial int ncclCommGetAsyncError(nint communicator, out int error);

    [LibraryImport(FileName)]
    internal static partial int ncclCommAbort(nint communicator);

    [LibraryImport(Driver)]
    internal static partial int cuInit(uint flags);

    [LibraryImport(Driver)]
    internal static partial int cuDeviceGet(out int device, int ordinal);

    [LibraryImport(Driver)]
    internal static partial int cuDevicePrimaryCtxRetain(out nint context, int device);

    [LibraryImport(Driver)]
    internal static partial int cuCtxPushCurrent_v2(nint context);

    [LibraryImport(Driver)]
    internal static partial int cuCtxPopCurrent_v2(out nint context);

    [LibraryImport(Driver)]
    internal static partial int cuStreamQuery(nint stream);

    /// <summary><c>ncclCommInitRank</c>, whose second-to-last argument is a structure by value.</summary>
    internal static int CommInitRank(out nint communicator, int world, UniqueId id, int rank)
    {
        var call = (delegate* unmanaged<nint*, int, UniqueId, int, int>)NativeLibrary.GetExport(NativeLibrary.Load(FileName), "ncclCommInitRank");
        fixed (nint* result = &communicator)
        {
            return call(result, world, id, rank);
        }
    }

    /// <summary>ncclUniqueId.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct UniqueId
    {
        public fixed byte Bytes[IdBytes];
    }
}
