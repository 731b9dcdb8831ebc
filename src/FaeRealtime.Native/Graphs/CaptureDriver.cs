using System.Runtime.InteropServices;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Native.Graphs;

/// <summary>The functions of the CUDA driver that capture a stream's work and run it again.</summary>
/// <remarks>
/// A table of its own beside the one for OpenGL in FaeRealtime.Graphics: neither room may know the other, training has no OpenGL, and a driver that lacks a function of one table still serves the other.
/// Names end in <c>_v2</c> where <c>cuda.h</c> redefines the plain name to it. Every function returns a <c>CUresult</c>, 0 for success, and needs a current context: libtorch has made the device's primary one
/// current on every thread that has a tensor there.
/// </remarks>
internal sealed unsafe class CaptureDriver
{
    /// <summary>The library's file.</summary>
    public const string File = "libcuda.so.1";

    /// <summary><c>CU_STREAM_CAPTURE_MODE_THREAD_LOCAL</c>: other threads may go on as they like, also with calls that could not be captured.</summary>
    public const int ThreadLocal = 1;

    /// <summary><c>CU_POINTER_ATTRIBUTE_BUFFER_ID</c>: a number that no other allocation of the process ever has.</summary>
    public const int BufferId = 7;

    private readonly delegate* unmanaged<int, byte**, int> _errorName;
    private readonly delegate* unmanaged<int, byte**, int> _errorText;

    /// <param name="export">The address of a function; 0 for one that is not there.</param>
    /// <exception cref="NativeException">One is not there.</exception>
    public CaptureDriver(Func<string, nint> export)
    {
        var table = new NativeTable(export, File);
        _errorName = (delegate* unmanaged<int, byte**, int>)table.Find("cuGetErrorName");
        _errorText = (delegate* unmanaged<int, byte**, int>)table.Find("cuGetErrorString");
        BeginCapture = (delegate* unmanaged<nint, int, int>)table.Find("cuStreamBeginCapture_v2");
        EndCapture = (delegate* unmanaged<nint, nint*, int>)table.Find("cuStreamEndCapture");
        Instantiate = (delegate* unmanaged<nint*, nint, ulong, int>)table.Find("cuGraphInstantiateWithFlags");
        Launch = (delegate* unmanaged<nint, nint, int>)table.Find("cuGraphLaunch");
        DestroyGraph = (delegate* unmanaged<nint, int>)table.Find("cuGraphDestroy");
        DestroyExecutable = (delegate* unmanaged<nint, int>)table.Find("cuGraphExecDestroy");
        PointerAttribute = (delegate* unmanaged<void*, int, ulong, int>)table.Find("cuPointerGetAttribute");
        table.Require("Use a driver for CUDA 11.4 or later.");
    }

    /// <summary><c>(CUstream, CUstreamCaptureMode)</c>.</summary>
    public delegate* unmanaged<nint, int, int> BeginCapture { get; }

    /// <summary><c>(CUstream, CUgraph*)</c>.</summary>
    public delegate* unmanaged<nint, nint*, int> EndCapture { get; }

    /// <summary><c>(CUgraphExec*, CUgraph, flags = 0)</c>.</summary>
    public delegate* unmanaged<nint*, nint, ulong, int> Instantiate { get; }

    /// <summary><c>(CUgraphExec, CUstream)</c>.</summary>
    public delegate* unmanaged<nint, nint, int> Launch { get; }

    /// <summary><c>(CUgraph)</c>.</summary>
    public delegate* unmanaged<nint, int> DestroyGraph { get; }

    /// <summary><c>(CUgraphExec)</c>; one that still runs is freed when it has ended.</summary>
    public delegate* unmanaged<nint, int> DestroyExecutable { get; }

    /// <summary><c>(void* value, CUpointer_attribute, CUdeviceptr)</c>.</summary>
    public delegate* unmanaged<void*, int, ulong, int> PointerAttribute { get; }

    /// <summary>Raises a failed call's reason.</summary>
    /// <param name="status">What a function returned.</param>
    /// <param name="what">What failed.</param>
    /// <exception cref="NativeException">The status is not 0.</exception>
    public void Check(int status, string what)
    {
        if (status != 0)
        {
            throw new NativeException($"{what} ({Describe(status)}).");
        }
    }

    private string Describe(int status)
    {
        byte* name = null;
        byte* text = null;
        return _errorName(status, &name) == 0 && _errorText(status, &text) == 0 && name != null
            ? $"{Marshal.PtrToStringUTF8((nint)name)}: {Marshal.PtrToStringUTF8((nint)text)}"
            : $"CUDA error {status}";
    }
}
