using System.Runtime.InteropServices;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Native.Distributed;

/// <summary>MPI 3.1 as Open MPI exports it. Each returns 0 or an error's code.</summary>
internal static unsafe partial class MpiNative
{
    /// <summary>MPI_THREAD_SERIALIZED: any thread, one at a time.</summary>
    public const int ThreadSerialized = 2;

    public const int AnySource = -1;
    public const int AnyTag = -1;

    /// <summary>MPI_MAX_ERROR_STRING.</summary>
    public const int LongestError = 256;

    /// <summary>MPI_IN_PLACE.</summary>
    public static readonly void* InPlace = (void*)1;

    [LibraryImport(MpiLibrary.FileName)]
    internal static partial int MPI_Init_thread(nint argc, nint argv, int required, out int provided);

    [LibraryImport(MpiLibrary.FileName)]
    internal static partial int MPI_Finalize();

    [LibraryImport(MpiLibrary.FileName)]
    internal static partial int MPI_Abort(nint communicator, int code);

    [LibraryImport(MpiLibrary.FileName)]
    internal static partial int MPI_Comm_rank(nint communicator, out int rank);

    [LibraryImport(MpiLibrary.FileName)]
    internal static partial int MPI_Comm_size(nint communicator, out int size);

    [LibraryImport(MpiLibrary.FileName)]
    internal static partial int MPI_Comm_dup(nint communicator, out nint duplicate);

    [LibraryImport(MpiLibrary.FileName)]
    internal static partial int MPI_Comm_set_errhandler(nint communicator, nint handler);

    [LibraryImport(MpiLibrary.FileName)]
    internal static partial int MPI_Error_string(int code, byte* text, out int length);

    [LibraryImport(MpiLibrary.FileName)]
    internal static partial int MPI_Iallreduce(void* send, void* receive, int count, nint type, nint operation, nint communicator, out nint request);

    [LibraryImport(MpiLibrary.FileName)]
    internal static partial int MPI_Ibcast(void* data, int count, nint type, int root, nint communicator, out nint request);

    [LibraryImport(MpiLibrary.FileName)]
    internal static partial int MPI_Ibarrier(nint communicator, out nint request);

    [LibraryImport(MpiLibrary.FileName)]
    internal static partial int MPI_Test(ref nint request, out int done, nint status);

    [LibraryImport(MpiLibrary.FileName)]
    internal static partial int MPI_Isend(void* data, int count, nint type, int destination, int tag, nint communicator, out nint request);

    [LibraryImport(MpiLibrary.FileName)]
    internal static partial int MPI_Request_free(ref nint request);

    [LibraryImport(MpiLibrary.FileName)]
    internal static partial int MPI_Iprobe(int source, int tag, nint communicator, out int found, Status* status);

    [LibraryImport(MpiLibrary.FileName)]
    internal static partial int MPI_Get_count(Status* status, nint type, out int count);

    [LibraryImport(MpiLibrary.FileName)]
    internal static partial int MPI_Recv(void* data, int count, nint type, int source, int tag, nint communicator, nint status);

    /// <summary>MPI_Status.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct Status
    {
        public readonly int Source;
        public readonly int Tag;
        public readonly int Error;
        private readonly int _cancelled;
        private readonly nuint _bytes;
    }
}

/// <summary>Open MPI's library, and the objects that it exports as variables: a handle is the variable's address.</summary>
internal static class MpiLibrary
{
    /// <summary>Open MPI 4 and 5. Other MPIs have other names and other handles.</summary>
    public const string FileName = "libmpi.so.40";

    /// <summary>Loads the library.</summary>
    /// <param name="fileName">Its name for the loader.</param>
    /// <returns>The loader's handle.</returns>
    /// <exception cref="NativeException">It is not installed.</exception>
    public static nint Load(string fileName = FileName) => NativeLibrary.TryLoad(fileName, out var library)
        ? library
        : throw new NativeException(
            $"Training on several processes needs Open MPI, whose {fileName} is not found. Install it (Debian: libopenmpi3 and openmpi-bin; elsewhere the folder of your Open MPI belongs into LD_LIBRARY_PATH), or start one process without mpirun.");

    /// <summary>A predefined object: <c>ompi_mpi_comm_world</c>, <c>ompi_mpi_float</c>, …</summary>
    public static nint Predefined(string name) => NativeLibrary.GetExport(Load(), name);
}
