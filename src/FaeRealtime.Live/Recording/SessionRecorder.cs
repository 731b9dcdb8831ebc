using FaeRealtime.Engines;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Live.Time;

namespace FaeRealtime.Live.Recording;

/// <summary>A record of every change of a session, from when it was begun until it is disposed. Legal from any thread.</summary>
/// <remarks>
/// A session sees only the last of the changes between two of its frames, and only that is kept. What a change consists of is found out later and elsewhere, because a slider in motion
/// comes here at every frame, on whatever thread moves it; an hour of that takes a few megabytes.
/// </remarks>
public sealed class SessionRecorder : IDisposable
{
    // Four seconds of a slider in motion.
    private const int Batch = 256;

    private readonly SessionTime _time;
    private readonly SessionParameters _first;
    private readonly FrameEngineInfo _engine;
    private readonly SessionStart _start;
    private readonly Action<SessionRecorder> _ended;
    private readonly Lock _adding = new();
    private readonly Lock _packing = new();
    private readonly PackedEvents _packed = new();
    private readonly List<(double At, SessionParameters Parameters)> _changes = [];
    private SessionParameters _last;
    private bool _isQueued;
    private double? _seconds;

    /// <param name="time">The session's time. Borrowed.</param>
    /// <param name="parameters">What is set.</param>
    /// <param name="engine">The engine of the session's own model, by which the recording is named: another has its name in the parameters.</param>
    /// <param name="ended">Told when no more changes are wanted.</param>
    internal SessionRecorder(SessionTime time, SessionParameters parameters, FrameEngineInfo engine, Action<SessionRecorder> ended)
    {
        (_time, _engine, _first, _last, _ended) = (time, engine, parameters, parameters, ended);
        _start = new SessionStart { Seconds = time.Seconds, Beats = time.Beats, Position = time.Position };
    }

    /// <summary>Bytes that the changes take which were made a while ago.</summary>
    internal long PackedBytes => _packed.Bytes;

    private double Now => _time.Seconds - _start.Seconds;

    /// <summary>The recording until now, or until the end.</summary>
    public SessionRecording Read()
    {
        lock (_packing)
        {
            (double, SessionParameters)[] changes;
            double seconds;
            lock (_adding)
            {
                (changes, seconds) = ([.. _changes], _seconds ?? Now);
            }

            return new SessionRecording
            {
                Version = SessionRecording.CurrentVersion,
                Model = _engine.Config.Name,
                Folder = _engine.Folder,
                ModelHash = _engine.ModelHash,
                Generator = _engine.Generator,
                Seconds = seconds,
                Start = _start,
                Parameters = _first,
                Events = [.. _packed.Read(), .. Events(_last, changes)],
            };
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_adding)
        {
            _seconds ??= Now;
        }

        _ended(this);
    }

    internal void Add(SessionParameters parameters)
    {
        lock (_adding)
        {
            if (_seconds is not null)
            {
                return;
            }

            var at = Now;
            if (_changes.Count > 0 && _changes[^1].At == at)
            {
                _changes[^1] = (at, parameters);
                return;
            }

            _changes.Add((at, parameters));
            if (_changes.Count < Batch || _isQueued)
            {
                return;
            }

            _isQueued = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(static recording => recording.Pack(), this, preferLocal: false);
    }

    private void Pack()
    {
        lock (_packing)
        {
            (double At, SessionParameters Parameters)[] changes;
            lock (_adding)
            {
                // The last may still be followed by another within its frame.
                changes = [.. _changes[..^1]];
                _changes.RemoveRange(0, changes.Length);
                _isQueued = false;
            }

            _packed.Add([.. Events(_last, changes)]);
            _last = changes[^1].Parameters;
        }
    }

    private static IEnumerable<SessionEvent> Events(SessionParameters last, (double At, SessionParameters Parameters)[] changes)
    {
        foreach (var (at, parameters) in changes)
        {
            if (ParameterJson.Difference(last, parameters) is { Count: > 0 } change)
            {
                yield return new SessionEvent { At = at, Change = change };
            }

            last = parameters;
        }
    }
}
