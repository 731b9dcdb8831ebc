using System.Runtime;
using TorchSharp;

namespace FaeRealtime.Training.Tests;

/// <summary>Counts tensors that an action leaves behind. No garbage collection happens meanwhile, which would hide them.</summary>
internal static class LiveTensors
{
    private const long Budget = 200L << 20;

    public static long GrowthDuring(Action action)
    {
        Assert.True(GC.TryStartNoGCRegion(Budget));
        try
        {
            // What earlier tests dropped.
            GC.WaitForPendingFinalizers();
            var before = torch.Tensor.TotalCount;
            action();
            Assert.Equal(GCLatencyMode.NoGCRegion, GCSettings.LatencyMode);
            return torch.Tensor.TotalCount - before;
        }
        finally
        {
            if (GCSettings.LatencyMode == GCLatencyMode.NoGCRegion)
            {
                GC.EndNoGCRegion();
            }
        }
    }
}
