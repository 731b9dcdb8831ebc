using static TorchSharp.torch;

namespace FaeRealtime.Compat.TorchSharp.Tests;

internal static class Close
{
    /// <summary>Fails with the largest difference where two tensors differ by more than <paramref name="tolerance"/> in any element.</summary>
    internal static void Assert(Tensor expected, Tensor actual, double tolerance)
    {
        Xunit.Assert.Equal(expected.shape, actual.shape);
        using Tensor wide = expected.to(ScalarType.Float64);
        using Tensor other = actual.to(ScalarType.Float64);
        using Tensor difference = wide.sub(other).abs();
        double largest = difference.numel() == 0 ? 0 : difference.max().item<double>();
        Xunit.Assert.True(largest <= tolerance, $"largest difference {largest:g3}, allowed {tolerance:g3}");
    }
}
