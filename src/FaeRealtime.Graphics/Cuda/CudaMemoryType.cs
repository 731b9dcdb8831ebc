namespace FaeRealtime.Graphics.Cuda;

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
