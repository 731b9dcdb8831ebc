using System.Runtime.InteropServices;
using FaeRealtime.Core.Errors;
using FaeRealtime.Native.Loading;

namespace FaeRealtime.Native.Graphs;

/// <summary>What libtorch's C interface tells about a tensor. A handle of TorchSharp is one of its <c>AtenTensorHandle</c>s; each function returns 0 for success.</summary>
internal static partial class TensorInterface
{
    private const int CudaType = 1; // c10::DeviceType::CUDA

    /// <summary>Where a contiguous tensor lies.</summary>
    /// <exception cref="NativeException">There is no libtorch, or the tensor is not contiguous.</exception>
    public static TensorPlace Locate(nint tensor)
    {
        Libtorch.Require();
        Check(aoti_torch_is_contiguous(tensor, out var contiguous));
        if (contiguous == 0)
        {
            throw new NativeException("A tensor whose memory is asked for must be contiguous.");
        }

        Check(aoti_torch_get_data_ptr(tensor, out var data));
        Check(aoti_torch_get_device_type(tensor, out var type));
        Check(aoti_torch_get_device_index(tensor, out var index));
        return new TensorPlace(data, type == CudaType ? index : -1);
    }

    private static void Check(int status) => TorchCuda.Check(status, "A tensor's place cannot be had");

    [LibraryImport(Libtorch.Cpu)]
    private static partial int aoti_torch_is_contiguous(nint tensor, out byte contiguous);

    [LibraryImport(Libtorch.Cpu)]
    private static partial int aoti_torch_get_data_ptr(nint tensor, out ulong data);

    [LibraryImport(Libtorch.Cpu)]
    private static partial int aoti_torch_get_device_type(nint tensor, out int type);

    [LibraryImport(Libtorch.Cpu)]
    private static partial int aoti_torch_get_device_index(nint tensor, out int index);
}

/// <summary>Where a tensor lies.</summary>
/// <param name="Address">Of its first element.</param>
/// <param name="Device">The CUDA device by its number among those that the process sees; −1 in the processor's memory.</param>
public readonly record struct TensorPlace(ulong Address, int Device);
