using FaeRealtime.Core.Errors;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Live.Recording;

namespace FaeRealtime;

/// <summary>Plays a live set, frame by frame, in a session in exact pacing that was created with its parameters and start.</summary>
public sealed class SetPlayer
{
    // A change made at a frame's time belongs to that frame, also where sums of seconds differ in their last bits.
    private const double Slack = 1e-9;

    private readonly LatentSession _session;
    private readonly (double Seconds, SessionParameters Parameters)[] _changes;
    private readonly double _seconds;
    private long _frames;
    private int _next;

    /// <param name="set">The set.</param>
    /// <param name="session">Borrowed.</param>
    /// <exception cref="ConfigException">A change names something else than parameters.</exception>
    public SetPlayer(LiveSet set, LatentSession session)
    {
        ArgumentNullException.ThrowIfNull(set);
        (_session, _changes, _seconds) = (session, [.. set.Changes()], set.Seconds);
    }

    /// <summary>Makes the next frame.</summary>
    /// <param name="frame">How long a frame is, the same at each call.</param>
    /// <returns>False at the end of the set.</returns>
    /// <exception cref="FaeException">The engine failed, or a change does not fit the model.</exception>
    public bool Next(double frame)
    {
        var before = _frames * frame;
        if (before + frame > _seconds + Slack)
        {
            return false;
        }

        while (_next < _changes.Length && _changes[_next].Seconds <= before + Slack)
        {
            _session.Apply(_changes[_next++].Parameters);
        }

        _session.Update(frame);
        _frames++;
        return true;
    }
}
