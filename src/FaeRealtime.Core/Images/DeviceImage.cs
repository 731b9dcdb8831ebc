namespace FaeRealtime.Core.Images;

/// <summary>A finished RGBA8 picture in a CUDA device's memory, top row first.</summary>
/// <param name="Device">The device's number among those that the process sees, as in <c>cuda:0</c>.</param>
/// <param name="Address">Where the first pixel lies, a <c>CUdeviceptr</c>.</param>
/// <param name="Pitch">Bytes from row to row.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
public readonly record struct DeviceImage(int Device, ulong Address, int Pitch, int Width, int Height);
