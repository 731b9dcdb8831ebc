using System.Runtime.InteropServices;

namespace FaeRealtime.Graphics.Cuda;

/// <summary>The driver API's <c>CUDA_MEMCPY2D</c> as of CUDA 3.2 (the <c>_v2</c> functions), 128 bytes: a rectangle from one memory to another.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct CudaCopy2D
{
    public nuint SourceX;
    public nuint SourceY;
    public CudaMemoryType SourceType;
    public nint SourceHost;
    public ulong SourceDevice;
    public nint SourceArray;
    public nuint SourcePitch;
    public nuint TargetX;
    public nuint TargetY;
    public CudaMemoryType TargetType;
    public nint TargetHost;
    public ulong TargetDevice;
    public nint TargetArray;
    public nuint TargetPitch;
    public nuint WidthInBytes;
    public nuint Height;
}
