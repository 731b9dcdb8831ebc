using FaeRealtime.Engines;
using FaeRealtime.Live.Parameters;

namespace FaeRealtime.Live.Generation;

/// <summary>Stills that are waited for, made one after another between the frames.</summary>
internal sealed class StillQueue
{
    private readonly Lock _gate = new();
    private readonly Queue<StillWork> _waiting = [];
    private volatile bool _isEmpty = true;

    /// <summary>Whether nothing waits.</summary>
    public bool IsEmpty => _isEmpty;

    public void Add(StillWork still)
    {
        lock (_gate)
        {
            _waiting.Enqueue(still);
            _isEmpty = false;
        }
    }

    /// <summary>Nothing of what waits will be made.</summary>
    public void Fail(Exception failure)
    {
        lock (_gate)
        {
            foreach (var still in _waiting)
            {
                still.Fail(failure);
            }

            _waiting.Clear();
            _isEmpty = true;
        }
    }

    /// <summary>Does a slice of the first. Generator thread.</summary>
    /// <param name="engine">Borrowed.</param>
    /// <param name="session">What the session has.</param>
    /// <param name="clock">For measurement.</param>
    public void Step(IFrameEngine engine, SessionParameters session, TimeProvider clock)
    {
        if (!_isEmpty && First() is { } still)
        {
            still.Step(engine, session, clock);
            First();
        }
    }

    // What is made, given up or refused leaves the queue.
    private StillWork? First()
    {
        lock (_gate)
        {
            while (_waiting.TryPeek(out var still))
            {
                if (!still.IsOver)
                {
                    return still;
                }

                _waiting.Dequeue();
            }

            _isEmpty = true;
            return null;
        }
    }
}
