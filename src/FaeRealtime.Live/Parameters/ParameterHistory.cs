namespace FaeRealtime.Live.Parameters;

/// <summary>Parameters of before, to go back to. What changes in one go (a slider in motion) is one step.</summary>
/// <param name="clock">Tells what is one go.</param>
internal sealed class ParameterHistory(TimeProvider clock)
{
    private const int Longest = 200;
    private static readonly TimeSpan OneGo = TimeSpan.FromSeconds(0.7);

    private readonly LinkedList<SessionParameters> _before = [];
    private readonly Stack<SessionParameters> _after = [];
    private long _last;

    /// <summary>Notes a change.</summary>
    /// <param name="before">What was set until now.</param>
    public void Add(SessionParameters before)
    {
        var now = clock.GetTimestamp();
        var continues = _before.Count > 0 && _after.Count == 0 && clock.GetElapsedTime(_last, now) < OneGo;
        _last = now;
        _after.Clear();
        if (!continues)
        {
            Push(before);
        }
    }

    /// <summary>Goes a step back.</summary>
    /// <param name="now">What is set.</param>
    /// <returns>What was before; null at the start.</returns>
    public SessionParameters? Undo(SessionParameters now)
    {
        if (_before.Last is not { } last)
        {
            return null;
        }

        _before.RemoveLast();
        _after.Push(now);
        return last.Value;
    }

    /// <summary>Takes a step back again.</summary>
    /// <param name="now">What is set.</param>
    /// <returns>What was before the last <see cref="Undo"/>; null where there was none.</returns>
    public SessionParameters? Redo(SessionParameters now)
    {
        if (!_after.TryPop(out var next))
        {
            return null;
        }

        Push(now);
        return next;
    }

    private void Push(SessionParameters parameters)
    {
        _before.AddLast(parameters);
        if (_before.Count > Longest)
        {
            _before.RemoveFirst();
        }
    }
}
