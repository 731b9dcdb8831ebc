using FaeRealtime.Core.Errors;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Live.Recording;

namespace FaeRealtime;

/// <summary>Plays a session recording, frame by frame, in a session in exact pacing that was created with its parameters and start.</summary>
public sealed class SessionReplay
{
    // A change made at a frame's time belongs to that frame, also where sums of seconds differ in their last bits.
    private const double Slack = 1e-9;

    private readonly LatentSession _session;
    private readonly (double Seconds, SessionParameters Parameters)[] _changes;
    private readonly double _seconds;
    private long _frames;
    private int _next;

    /// <param name="recording">The recording.</param>
    /// <param name="session">Borrowed.</param>
    /// <exception cref="ConfigException">A change names something else than parameters.</exception>
    public SessionReplay(SessionRecording recording, LatentSession session)
    {
        ArgumentNullException.ThrowIfNull(recording);
        (_session, _changes, _seconds) = (session, [.. recording.Changes()], recording.Seconds);
    }

    /// <summary>Makes the next frame.</summary>
    /// <param name="frame">How long a frame is, the same at each call.</param>
    /// <returns>False at the end of the recording.</returns>
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
