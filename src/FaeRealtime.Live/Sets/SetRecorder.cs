using FaeRealtime.Live.Parameters;
using FaeRealtime.Live.Sessions;

namespace FaeRealtime.Live.Sets;

/// <summary>Writes down every change of a session. Guarded by its owner.</summary>
internal sealed class SetRecorder
{
    private readonly LatentSession _session;
    private readonly SessionParameters _first;
    private readonly SessionStart _start;
    private readonly List<(double At, SessionParameters Parameters)> _changes = [];

    /// <param name="session">Borrowed; its engine is open.</param>
    /// <param name="parameters">What is set.</param>
    public SetRecorder(LatentSession session, SessionParameters parameters)
    {
        (_session, _first) = (session, parameters);
        _start = new SessionStart { Seconds = session.Time.Seconds, Beats = session.Time.Beats, Position = session.Time.Position };
    }

    // What was changed is found out at the end: a slider in motion comes here at every step, on whatever thread moves it.
    public void Add(SessionParameters parameters) => _changes.Add((_session.Time.Seconds - _start.Seconds, parameters));

    public LiveSet Finish() => new()
    {
        Version = LiveSet.CurrentVersion,
        Model = _session.Info!.Config.Name,
        ModelHash = _session.Info.ModelHash,
        Generator = _session.Info.Generator,
        Seconds = _session.Time.Seconds - _start.Seconds,
        Start = _start,
        Parameters = _first,
        Events = Events(),
    };

    private List<SetEvent> Events()
    {
        List<SetEvent> events = [];
        var last = _first;
        foreach (var (at, parameters) in _changes)
        {
            if (ParameterJson.Difference(last, parameters) is { Count: > 0 } change)
            {
                events.Add(new SetEvent { At = at, Change = change });
                last = parameters;
            }
        }

        return events;
    }
}
