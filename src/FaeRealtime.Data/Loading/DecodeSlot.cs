using System.Runtime.ExceptionServices;

namespace FaeRealtime.Data.Loading;

/// <summary>An image that is wanted: whoever claims it first decodes it, everybody else waits.</summary>
/// <param name="index">Its index in the set.</param>
internal sealed class DecodeSlot(int index)
{
    private readonly object gate = new();
    private bool claimed;
    private bool finished;
    private DecodedImage result;
    private ExceptionDispatchInfo? failure;

    public int Index => index;

    /// <summary>Its place among those that have been used and may go; null while it is still waited for.</summary>
    public LinkedListNode<DecodeSlot>? Used { get; set; }

    public bool IsFinished => Volatile.Read(ref finished);

    /// <summary>Decodes, unless somebody has begun to.</summary>
    /// <returns>Whether this call decoded.</returns>
    public bool TryRun(Func<int, DecodedImage> decode)
    {
        lock (gate)
        {
            if (claimed)
            {
                return false;
            }

            claimed = true;
        }

        try
        {
            result = decode(index);
        }
#pragma warning disable CA1031 // The top of a worker thread: whoever takes the picture gets the exception.
        catch (Exception caught)
#pragma warning restore CA1031
        {
            failure = ExceptionDispatchInfo.Capture(caught);
        }

        lock (gate)
        {
            Volatile.Write(ref finished, true);
            Monitor.PulseAll(gate);
        }

        return true;
    }

    /// <summary>Waits for the image.</summary>
    public DecodedImage Wait()
    {
        lock (gate)
        {
            while (!finished)
            {
                Monitor.Wait(gate);
            }
        }

        failure?.Throw();
        return result;
    }
}
