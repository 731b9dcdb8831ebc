using TorchSharp;

namespace FaeRealtime.Training.Tests;

/// <summary>Counts tensors that an action makes on this thread and does not dispose.</summary>
/// <remarks>
/// By what TorchSharp counts for each thread. A tensor that is left to the garbage collector is disposed on the finalizer's thread and stays in the count. <c>Tensor.TotalCount</c> is no
/// measure: each <c>new Parameter(tensor)</c> leaves it one higher for good.
/// </remarks>
internal static class LiveTensors
{
    public static long GrowthDuring(Action action)
    {
        var before = Count;
        action();
        return Count - before;
    }

    private static long Count => DisposeScopeManager.Statistics.TensorStatistics is { } counts
        ? counts.CreatedInScopeCount + counts.CreatedOutsideScopeCount - counts.DisposedInScopeCount - counts.DisposedOutsideScopeCount
        : 0;
}
