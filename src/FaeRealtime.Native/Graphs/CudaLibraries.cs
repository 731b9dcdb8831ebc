using System.Runtime.InteropServices;
using FaeRealtime.Core.Errors;
using FaeRealtime.Native.Loading;

namespace FaeRealtime.Native.Graphs;

/// <summary>What streams and graphs are made with.</summary>
/// <param name="Torch">Streams and memory.</param>
/// <param name="Driver">Captures.</param>
internal sealed record CudaLibraries(TorchCuda Torch, CaptureDriver Driver)
{
    /// <summary>Those of the process: the libtorch_cuda that it has mapped, and the machine's driver.</summary>
    /// <exception cref="NativeException">One is missing or too old.</exception>
    public static CudaLibraries Open()
    {
        if (MappedLibraries.Named(Libtorch.Cuda) is not [var torch, ..])
        {
            throw new NativeException($"{Libtorch.Cuda} is not loaded: this is a libtorch without CUDA, no tensor has been on a device yet, or this system does not tell what is loaded.");
        }

        if (!NativeLibrary.TryLoad(CaptureDriver.File, out var driver))
        {
            throw new NativeException($"{CaptureDriver.File} cannot be loaded: no NVIDIA driver is installed.");
        }

        return new CudaLibraries(new TorchCuda(ExportsOf(NativeLibrary.Load(torch))), new CaptureDriver(ExportsOf(driver)));
    }

    private static Func<string, nint> ExportsOf(nint library) => name => NativeLibrary.TryGetExport(library, name, out var address) ? address : 0;
}
