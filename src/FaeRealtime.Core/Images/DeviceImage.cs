namespace FaeRealtime.Core.Images;

/// <summary>A finished RGBA8 picture in a device's memory, top row first.</summary>
/// <param name="Device">Whose memory.</param>
/// <param name="Address">Where the first pixel lies, a <c>CUdeviceptr</c>; or the name of an OpenGL texture, whose row 0 is the top row.</param>
/// <param name="Pitch">Bytes from row to row; 0 for a texture.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
public readonly record struct DeviceImage(PictureDevice Device, ulong Address, int Pitch, int Width, int Height);

/// <summary>Where pictures lie that a renderer may take without the processor's memory.</summary>
/// <param name="Memory">Which kind.</param>
/// <param name="Id">The CUDA device's number among those that the process sees, as in <c>cuda:0</c>; or the native handle of the OpenGL context whose objects are shared.</param>
public readonly record struct PictureDevice(PictureMemory Memory, long Id)
{
    /// <summary>A CUDA device's memory.</summary>
    /// <param name="ordinal">Its number.</param>
    public static PictureDevice Cuda(int ordinal) => new(PictureMemory.Cuda, ordinal);

    /// <summary>Textures of a context that shares its objects with another.</summary>
    /// <param name="context">The other's native handle.</param>
    public static PictureDevice Textures(nint context) => new(PictureMemory.Textures, context);
}

/// <summary>Kinds of memory that are not the processor's.</summary>
public enum PictureMemory
{
    /// <summary>A CUDA device's.</summary>
    Cuda,

    /// <summary>OpenGL textures that two contexts share.</summary>
    Textures,
}
