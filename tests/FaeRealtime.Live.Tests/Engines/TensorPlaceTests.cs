using FaeRealtime.Core.Errors;
using FaeRealtime.Native.Graphs;
using TorchSharp;

namespace FaeRealtime.Live.Tests.Engines;

/// <summary>Tensors by their handles, through the native part where it is built.</summary>
public sealed class TensorPlaceTests
{
    [Fact]
    public unsafe void Locate_ProcessorTensor_IsWhereItsBytesAre()
    {
        using var flat = torch.arange(24);
        using var tensor = flat.reshape(4, 6);
        if (TryLocate(tensor) is { } place)
        {
            fixed (byte* first = tensor.bytes)
            {
                Assert.Equal(new TensorPlace((ulong)first, -1), place);
            }

            using var row = tensor.narrow(0, 2, 1);
            Assert.Equal(place.Address + (2 * 6 * sizeof(long)), TryLocate(row)!.Value.Address);
        }
    }

    [Fact]
    public void Locate_NotContiguous_Throws()
    {
        using var flat = torch.arange(24);
        using var tensor = flat.reshape(4, 6);
        using var turned = tensor.t();
        if (TryLocate(tensor) is not null)
        {
            Assert.Contains("contiguous", Assert.Throws<NativeException>(() => CudaThread.Locate(turned.Handle)).Message, StringComparison.Ordinal);
        }
    }

    // Null where the library is not built.
    private static TensorPlace? TryLocate(torch.Tensor tensor)
    {
        try
        {
            return CudaThread.Locate(tensor.Handle);
        }
        catch (NativeException absent) when (absent.Message.Contains("cannot be loaded", StringComparison.Ordinal))
        {
            return null;
        }
    }
}
