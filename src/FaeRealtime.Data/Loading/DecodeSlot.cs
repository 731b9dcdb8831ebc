using System.Runtime.ExceptionServices;

namespace FaeRealtime.Data.Loading;

/// <summary>A requested image: the first thread that claims it decodes it, the others wait.</summary>
/// <param name="index">Its index in the set.</param>
internal sealed class DecodeSlot(int index)
{
    private readonly object _gate = new();
    private bool _claimed;
    private bool _finished;
    private DecodedImage _result;
    private ExceptionDispatchInfo? _failure;

    public int Index => index;

    /// <summary>Its place among those that have been used and may go; null while it is still waited for.</summary>
    public LinkedListNode<DecodeSlot>? Used { get; set; }

    public bool IsFinished => Volatile.Read(ref _finished);

    /// <summary>Decodes, unless another thread has begun to.</summary>
    /// <returns>Whether this call decoded.</returns>
    public bool TryRun(Func<int, DecodedImage> decode)
    {
        lock (_gate)
        {
            if (_claimed)
            {
                return false;
            }

            _claimed = true;
        }

        try
        {
            _result = decode(index);
        }
#pragma warning disable CA1031 // The top of a worker thread: the exception reaches the caller that takes the image.
        catch (Exception caught)
#pragma warning restore CA1031
        {
            _failure = ExceptionDispatchInfo.Capture(caught);
        }

        lock (_gate)
        {
            Volatile.Write(ref _finished, true);
            Monitor.PulseAll(_gate);
        }

        return true;
    }

    /// <summary>Waits for the image.</summary>
    public DecodedImage Wait()
    {
        lock (_gate)
        {
            while (!_finished)
            {
                Monitor.Wait(_gate);
            }
        }

        _failure?.Throw();
        return _result;
    }
}
