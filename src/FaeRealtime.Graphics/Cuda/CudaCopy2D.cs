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

/// <summary>The driver API's <c>CUmemorytype</c>: where one side of a copy lies.</summary>
internal enum CudaMemoryType
{
    /// <summary>Nothing set; the driver refuses it.</summary>
    None = 0,

    /// <summary>Memory of the processor.</summary>
    Host = 1,

    /// <summary>Linear memory of the device.</summary>
    Device = 2,

    /// <summary>A texture's opaque memory.</summary>
    Array = 3,
}
