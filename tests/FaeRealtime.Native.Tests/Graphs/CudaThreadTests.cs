using FaeRealtime.Core.Errors;
using FaeRealtime.Native.Graphs;

namespace FaeRealtime.Native.Tests.Graphs;

/// <summary>Where there is no CUDA, as in this process, which has loaded no libtorch.</summary>
public sealed class CudaThreadTests
{
    [Fact]
    public void IsAvailable_NoCuda_SaysWhatIsMissing()
    {
        Assert.False(CudaThread.IsAvailable(out var reason));
        Assert.StartsWith("libtorch_cuda.so is not loaded", reason, StringComparison.Ordinal);
        Assert.False(reason.EndsWith('.'));
    }

    [Fact]
    public void Enter_NoCuda_Throws() => Assert.Throws<NativeException>(() => CudaThread.Enter(0));
}
