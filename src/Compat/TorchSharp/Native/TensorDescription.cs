using System.Runtime.InteropServices;

namespace TorchSharp.Native;

/// <summary>fae_torch_description in src/native/torch/tensors.cpp.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct TensorDescription
{
    internal long NumberOfElements;
    internal int Dimensions;
    internal int DType;
    internal int DeviceType;
    internal int DeviceIndex;
    internal int RequiresGrad;
    internal int IsContiguous;
}
