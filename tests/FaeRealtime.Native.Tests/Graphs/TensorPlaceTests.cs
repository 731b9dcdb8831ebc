using FaeRealtime.Core.Errors;
using FaeRealtime.Native.Graphs;
using TorchSharp;

namespace FaeRealtime.Native.Tests.Graphs;

/// <summary>Tensors by their handles, through libtorch's own interface.</summary>
public sealed class TensorPlaceTests
{
    [Fact]
    public unsafe void Locate_ProcessorTensor_IsWhereItsBytesAre()
    {
        using var flat = torch.arange(24);
        using var tensor = flat.reshape(4, 6);
        using var row = tensor.narrow(0, 2, 1);

        var place = CudaThread.Locate(tensor.Handle);

        fixed (byte* first = tensor.bytes)
        {
            Assert.Equal(new TensorPlace((ulong)first, -1), place);
        }

        Assert.Equal(place.Address + (2 * 6 * sizeof(long)), CudaThread.Locate(row.Handle).Address);
    }

    [Fact]
    public void Locate_NotContiguous_Throws()
    {
        using var flat = torch.arange(24);
        using var tensor = flat.reshape(4, 6);
        using var turned = tensor.t();

        Assert.Contains("contiguous", Assert.Throws<NativeException>(() => CudaThread.Locate(turned.Handle)).Message, StringComparison.Ordinal);
    }
}
