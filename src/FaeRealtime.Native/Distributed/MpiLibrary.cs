using System.Runtime.InteropServices;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Native.Distributed;

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
            $"Training on several processes needs Open MPI, whose {fileName} is not found. Install it (Debian: libopenmpi3 and openmpi-bin, which ./fae setup brings; elsewhere the folder of your Open MPI belongs into LD_LIBRARY_PATH), or start one process without mpirun.");

    /// <summary>A predefined object: <c>ompi_mpi_comm_world</c>, <c>ompi_mpi_float</c>, …</summary>
    public static nint Predefined(string name) => NativeLibrary.GetExport(Load(), name);
}
