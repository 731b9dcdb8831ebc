using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Graphics.Cuda;

/// <summary>The CUDA driver API, loaded by hand from the display driver's libcuda: no toolkit is needed to build or to run, and its absence is a message.</summary>
/// <remarks>Names end in <c>_v2</c> where <c>cuda.h</c> and <c>cudaGL.h</c> redefine the plain name to it. Every function returns a <c>CUresult</c>, 0 for success.</remarks>
internal sealed unsafe class CudaLibrary
{
    private const string DefaultName = "libcuda.so.1";

    // Loaded and initialised once a process: the answer cannot change.
    private static readonly Lazy<(CudaLibrary? Library, string Reason)> Default = new(() => (TryLoad(DefaultName, out var library, out var reason) ? library : null, reason));

    private readonly delegate* unmanaged<int, byte**, int> _getErrorName;
    private readonly delegate* unmanaged<int, byte**, int> _getErrorString;

    private CudaLibrary(Func<string, nint> export)
    {
        Initialise = (delegate* unmanaged<uint, int>)export("cuInit");
        _getErrorName = (delegate* unmanaged<int, byte**, int>)export("cuGetErrorName");
        _getErrorString = (delegate* unmanaged<int, byte**, int>)export("cuGetErrorString");
        DeviceGet = (delegate* unmanaged<int*, int, int>)export("cuDeviceGet");
        PrimaryContextRetain = (delegate* unmanaged<nint*, int, int>)export("cuDevicePrimaryCtxRetain");
        PrimaryContextRelease = (delegate* unmanaged<int, int>)export("cuDevicePrimaryCtxRelease_v2");
        ContextPush = (delegate* unmanaged<nint, int>)export("cuCtxPushCurrent_v2");
        ContextPop = (delegate* unmanaged<nint*, int>)export("cuCtxPopCurrent_v2");
        StreamCreate = (delegate* unmanaged<nint*, uint, int>)export("cuStreamCreate");
        StreamSynchronize = (delegate* unmanaged<nint, int>)export("cuStreamSynchronize");
        StreamDestroy = (delegate* unmanaged<nint, int>)export("cuStreamDestroy_v2");
        Copy2DAsync = (delegate* unmanaged<CudaCopy2D*, nint, int>)export("cuMemcpy2DAsync_v2");
        GlGetDevices = (delegate* unmanaged<uint*, int*, uint, uint, int>)export("cuGLGetDevices_v2");
        GlRegisterImage = (delegate* unmanaged<nint*, uint, uint, uint, int>)export("cuGraphicsGLRegisterImage");
        Unregister = (delegate* unmanaged<nint, int>)export("cuGraphicsUnregisterResource");
        Map = (delegate* unmanaged<uint, nint*, nint, int>)export("cuGraphicsMapResources");
        Unmap = (delegate* unmanaged<uint, nint*, nint, int>)export("cuGraphicsUnmapResources");
        GetMappedArray = (delegate* unmanaged<nint*, nint, uint, uint, int>)export("cuGraphicsSubResourceGetMappedArray");
    }

    /// <summary><c>(flags = 0)</c>.</summary>
    public delegate* unmanaged<uint, int> Initialise { get; }

    /// <summary><c>(CUdevice*, ordinal)</c>.</summary>
    public delegate* unmanaged<int*, int, int> DeviceGet { get; }

    /// <summary><c>(CUcontext*, CUdevice)</c>.</summary>
    public delegate* unmanaged<nint*, int, int> PrimaryContextRetain { get; }

    /// <summary><c>(CUdevice)</c>.</summary>
    public delegate* unmanaged<int, int> PrimaryContextRelease { get; }

    /// <summary><c>(CUcontext)</c>.</summary>
    public delegate* unmanaged<nint, int> ContextPush { get; }

    /// <summary><c>(CUcontext*)</c>.</summary>
    public delegate* unmanaged<nint*, int> ContextPop { get; }

    /// <summary><c>(CUstream*, flags)</c>.</summary>
    public delegate* unmanaged<nint*, uint, int> StreamCreate { get; }

    /// <summary><c>(CUstream)</c>.</summary>
    public delegate* unmanaged<nint, int> StreamSynchronize { get; }

    /// <summary><c>(CUstream)</c>.</summary>
    public delegate* unmanaged<nint, int> StreamDestroy { get; }

    /// <summary><c>(const CUDA_MEMCPY2D*, CUstream)</c>.</summary>
    public delegate* unmanaged<CudaCopy2D*, nint, int> Copy2DAsync { get; }

    /// <summary><c>(unsigned* count, CUdevice*, unsigned capacity, CUGLDeviceList)</c>: the devices of the current OpenGL context.</summary>
    public delegate* unmanaged<uint*, int*, uint, uint, int> GlGetDevices { get; }

    /// <summary><c>(CUgraphicsResource*, GLuint image, GLenum target, flags)</c>.</summary>
    public delegate* unmanaged<nint*, uint, uint, uint, int> GlRegisterImage { get; }

    /// <summary><c>(CUgraphicsResource)</c>.</summary>
    public delegate* unmanaged<nint, int> Unregister { get; }

    /// <summary><c>(count, CUgraphicsResource*, CUstream)</c>: earlier OpenGL work ends before later work of the stream begins.</summary>
    public delegate* unmanaged<uint, nint*, nint, int> Map { get; }

    /// <summary><c>(count, CUgraphicsResource*, CUstream)</c>: earlier work of the stream ends before later OpenGL work begins.</summary>
    public delegate* unmanaged<uint, nint*, nint, int> Unmap { get; }

    /// <summary><c>(CUarray*, CUgraphicsResource, index, level)</c>.</summary>
    public delegate* unmanaged<nint*, nint, uint, uint, int> GetMappedArray { get; }

    /// <summary>The machine's driver.</summary>
    /// <param name="library">The loaded and initialised driver.</param>
    /// <param name="reason">Why there is none.</param>
    public static bool TryLoad([NotNullWhen(true)] out CudaLibrary? library, out string reason)
    {
        (library, reason) = Default.Value;
        return library is not null;
    }

    /// <summary>A driver of any name.</summary>
    internal static bool TryLoad(string name, [NotNullWhen(true)] out CudaLibrary? library, out string reason)
    {
        library = null;
        if (!NativeLibrary.TryLoad(name, out var handle))
        {
            reason = $"{name} cannot be loaded: no NVIDIA driver is installed";
            return false;
        }

        return TryOpen(export => NativeLibrary.TryGetExport(handle, export, out var address) ? address : 0, out library, out reason);
    }

    /// <summary>A driver from its exports; an address of 0 is one that it lacks.</summary>
    internal static bool TryOpen(Func<string, nint> export, [NotNullWhen(true)] out CudaLibrary? library, out string reason)
    {
        List<string> missing = [];
        var opened = new CudaLibrary(name =>
        {
            var address = export(name);
            if (address == 0)
            {
                missing.Add(name);
            }

            return address;
        });
        library = null;
        if (missing.Count > 0)
        {
            reason = $"the CUDA driver lacks {missing[0]}: it is older than CUDA 11 or no CUDA driver at all";
            return false;
        }

        var status = opened.Initialise(0);
        reason = status == 0 ? string.Empty : $"the CUDA driver does not start: {opened.Describe(status)}";
        library = status == 0 ? opened : null;
        return library is not null;
    }

    /// <summary>Raises a failed call's reason.</summary>
    /// <param name="status">What a function returned.</param>
    /// <param name="what">What failed.</param>
    /// <exception cref="GraphicsException">The status is not 0.</exception>
    public void Check(int status, string what)
    {
        if (status != 0)
        {
            throw new GraphicsException($"{what} ({Describe(status)}).");
        }
    }

    /// <summary>A status by its name and the driver's description.</summary>
    public string Describe(int status)
    {
        byte* name = null;
        byte* text = null;
        return _getErrorName(status, &name) == 0 && _getErrorString(status, &text) == 0 && name != null
            ? $"{Marshal.PtrToStringUTF8((nint)name)}: {Marshal.PtrToStringUTF8((nint)text)}"
            : $"CUDA error {status}";
    }
}
