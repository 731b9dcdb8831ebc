namespace FaeRealtime.Remote.Http;

/// <summary>What is on its way to a browser that says what it has taken: two frames and two other messages at most, so that what it sees is never older than those take.</summary>
/// <param name="clock">Tells how long nothing was acknowledged.</param>
/// <remarks>From the sending and the receiving loop.</remarks>
internal sealed class AckWindow(TimeProvider clock)
{
    private const int MostOfAKind = 2;

    private readonly Lock _gate = new();
    private readonly Queue<(AckKind Kind, long At)> _unseen = new();
    private readonly int[] _counts = new int[3];
    private long _acknowledged;

    /// <summary>How long the oldest message has been on its way; null where all were acknowledged.</summary>
    public TimeSpan? Oldest
    {
        get
        {
            lock (_gate)
            {
                return _unseen.TryPeek(out var first) ? clock.GetElapsedTime(first.At) : null;
            }
        }
    }

    /// <summary>Whether one more of a kind may be sent.</summary>
    public bool Allows(AckKind kind)
    {
        lock (_gate)
        {
            return kind == AckKind.Aside || _counts[(int)kind] < MostOfAKind;
        }
    }

    /// <summary>Counts a message that is about to be sent.</summary>
    public void Sent(AckKind kind)
    {
        lock (_gate)
        {
            _unseen.Enqueue((kind, clock.GetTimestamp()));
            _counts[(int)kind]++;
        }
    }

    /// <summary>Takes what the browser says.</summary>
    /// <param name="count">How many messages it has taken in all.</param>
    /// <returns>Whether that says anything new; more than was sent does not.</returns>
    public bool Acknowledge(long count)
    {
        lock (_gate)
        {
            if (count <= _acknowledged || count > _acknowledged + _unseen.Count)
            {
                return false;
            }

            for (; _acknowledged < count; _acknowledged++)
            {
                _counts[(int)_unseen.Dequeue().Kind]--;
            }

            return true;
        }
    }
}

/// <summary>What kind a message to a browser is.</summary>
internal enum AckKind
{
    /// <summary>A frame.</summary>
    Frame,

    /// <summary>Parameters or a status.</summary>
    Text,

    /// <summary>Something short that goes with a frame, or answers the browser's own message.</summary>
    Aside,
}
