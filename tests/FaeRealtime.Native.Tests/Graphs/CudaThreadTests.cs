using FaeRealtime.Core.Errors;
using FaeRealtime.Native.Graphs;

namespace FaeRealtime.Native.Tests.Graphs;

/// <summary>Where there is no CUDA. What a device makes of it is for tests/gpu.</summary>
public sealed class CudaThreadTests
{
    [Fact]
    public void IsAvailable_NoCuda_SaysWhatIsMissing()
    {
        if (!CudaThread.IsAvailable(out var reason))
        {
            Assert.Contains("libfae_graphs", reason, StringComparison.Ordinal);
            Assert.False(reason.EndsWith('.'));
        }
    }

    [Fact]
    public void Enter_NoCuda_Throws()
    {
        if (!CudaThread.IsAvailable(out _))
        {
            Assert.Throws<NativeException>(() => CudaThread.Enter(0));
            Assert.Throws<NativeException>(CudaThread.Wait);
            var ran = false;
            Assert.Throws<NativeException>(() => CudaGraph.Record(() => ran = true).Dispose());
            Assert.False(ran);
        }
    }
}
