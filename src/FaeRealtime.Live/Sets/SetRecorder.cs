using FaeRealtime.Live.Parameters;
using FaeRealtime.Live.Sessions;

namespace FaeRealtime.Live.Sets;

/// <summary>Writes down every change of a session. Guarded by its owner.</summary>
internal sealed class SetRecorder
{
    private readonly LatentSession _session;
    private readonly SessionParameters _first;
    private readonly SessionStart _start;
    private readonly List<SetEvent> _events = [];
    private SessionParameters _last;

    /// <param name="session">Borrowed; its engine is open.</param>
    /// <param name="parameters">What is set.</param>
    public SetRecorder(LatentSession session, SessionParameters parameters)
    {
        (_session, _first, _last) = (session, parameters, parameters);
        _start = new SessionStart { Seconds = session.Time.Seconds, Beats = session.Time.Beats, Position = session.Time.Position };
    }

    public void Add(SessionParameters parameters)
    {
        if (ParameterJson.Difference(_last, parameters) is { Count: > 0 } change)
        {
            _events.Add(new SetEvent { At = _session.Time.Seconds - _start.Seconds, Change = change });
            _last = parameters;
        }
    }

    public LiveSet Finish() => new()
    {
        Version = LiveSet.CurrentVersion,
        Model = _session.Info!.Config.Name,
        ModelHash = _session.Info.ModelHash,
        Generator = _session.Info.Generator,
        Seconds = _session.Time.Seconds - _start.Seconds,
        Start = _start,
        Parameters = _first,
        Events = [.. _events],
    };
}
