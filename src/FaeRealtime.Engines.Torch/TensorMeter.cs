using TorchSharp;

namespace FaeRealtime.Engines.Torch;

/// <summary>Counts the tensors that engines hold, and after their end those that they left behind. For long runs and tests; any number of engines on any threads.</summary>
/// <remarks>
/// What each call of an engine makes and does not dispose, by TorchSharp's own counts for the calling thread. A tensor that is left to the garbage collector stays in the count.
/// <c>Tensor.TotalCount</c> is no measure: each <c>new Parameter(tensor)</c> of a network that is loaded leaves it one higher for good.
/// </remarks>
public sealed class TensorMeter
{
    private long _count;

    /// <summary>Tensors made so far less those disposed.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>Opens an engine and counts what it does from then on.</summary>
    /// <param name="open">Called once, on this thread.</param>
    /// <returns>The engine, on a device where it is; the caller disposes.</returns>
    public IFrameEngine Open(Func<IFrameEngine> open)
    {
        ArgumentNullException.ThrowIfNull(open);
        using var call = Measure();
        var engine = open();
        return engine is IDeviceFrameEngine device ? new MeteredDeviceEngine(device, this) : new MeteredEngine(engine, this);
    }

    /// <summary>Begins a call; its end adds what it made.</summary>
    internal Call Measure() => new(this);

    private static long OfThisThread()
    {
        var counts = DisposeScopeManager.Statistics.TensorStatistics;
        return counts.CreatedInScopeCount + counts.CreatedOutsideScopeCount - counts.DisposedInScopeCount - counts.DisposedOutsideScopeCount;
    }

    internal readonly ref struct Call
    {
        private readonly TensorMeter _meter;
        private readonly long _before;

        public Call(TensorMeter meter) => (_meter, _before) = (meter, OfThisThread());

        public void Dispose() => Interlocked.Add(ref _meter._count, OfThisThread() - _before);
    }
}
