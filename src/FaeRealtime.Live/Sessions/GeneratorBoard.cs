using FaeRealtime.Live.Engines;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Live.Stills;

namespace FaeRealtime.Live.Sessions;

/// <summary>What a session's threads tell each other, under one gate: wishes on the one side, the state of the engine on the other.</summary>
/// <param name="parameters">The first parameters; null for what the model recommends.</param>
/// <param name="pacing">In exact pacing a change of model takes place between two frames, so that runs repeat.</param>
/// <param name="clock">For waits.</param>
internal sealed class GeneratorBoard(SessionParameters? parameters, PacingMode pacing, TimeProvider clock)
{
    private readonly object _gate = new();
    private SessionParameters? _parameters = parameters;
    private double? _request;
    private bool _stop;
    private bool _reload;
    private bool _serving;
    private bool _isFollowed;
    private string _model = parameters?.Model ?? string.Empty;

    // Written under the gate, read without it by anyone who only looks.
    private volatile string? _opening;
    private volatile SessionState _state = SessionState.Loading;
    private volatile Exception? _failure;
    private volatile FrameEngineInfo? _info;
    private volatile FrameEngineInfo? _onDevice;

    public SessionState State => _state;

    public Exception? Failure => _failure;

    public FrameEngineInfo? Info => _info;

    /// <summary>The model that is being opened beside the running one; null for none.</summary>
    public string? Opening => _opening;

    /// <summary>Whether pictures of the running engine shall stay in its device memory.</summary>
    public bool PaintsOnDevice => _onDevice is { } engine && ReferenceEquals(engine, _info);

    public SessionParameters? Parameters
    {
        get
        {
            lock (_gate)
            {
                return _parameters;
            }
        }
    }

    /// <summary>Stills to make between the frames. Generator thread; asked for by <see cref="Ask"/>.</summary>
    public StillQueue Stills { get; } = new();

    public bool IsStopped
    {
        get
        {
            lock (_gate)
            {
                return _stop;
            }
        }
    }

    /// <summary>Takes parameters.</summary>
    /// <param name="wished">The new ones.</param>
    /// <returns>The model that must be opened beside the running one; null for none.</returns>
    public string? Apply(SessionParameters wished)
    {
        lock (_gate)
        {
            _parameters = wished;
            Monitor.PulseAll(_gate);
            if (wished.Model == (_opening ?? _model) || _state == SessionState.Loading)
            {
                return null;
            }

            if (_state == SessionState.Failed || pacing == PacingMode.Exact)
            {
                (_reload, _state) = (true, SessionState.Loading);
                return null;
            }

            _opening = wished.Model == _model ? null : wished.Model;
            return _opening;
        }
    }

    /// <summary>Says where pictures are wanted from the next frame on.</summary>
    /// <param name="engine">The engine whose pictures shall stay in its device memory; any other's, or null for all, go to host memory.</param>
    public void PaintOnDevice(FrameEngineInfo? engine)
    {
        if (!ReferenceEquals(engine, _onDevice))
        {
            Turn(engine);
        }
    }

    // The state changes here already, so that a caller who then waits for the engine waits for the new one.
    public void Reload() => Signal(() => (_reload, _state) = (true, SessionState.Loading));

    public void Stop() => Signal(() =>
    {
        _stop = true;
        Stills.Fail(new ObjectDisposedException(nameof(LatentSession)));
    });

    public void Close() => Signal(() => _state = SessionState.Closed);

    /// <summary>Asks for a still; a session that is closed or failed refuses it.</summary>
    public void Ask(StillWork still) => Signal(() =>
    {
        if (_stop)
        {
            still.Fail(new ObjectDisposedException(nameof(LatentSession)));
        }
        else if (_state == SessionState.Failed)
        {
            still.Fail(_failure!);
        }
        else
        {
            Stills.Add(still);
        }
    });

    /// <summary>Ends a wait for a frame.</summary>
    public void Announce()
    {
        lock (_gate)
        {
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>An engine runs from now on, in place of any before.</summary>
    /// <param name="info">The engine.</param>
    /// <param name="first">Its parameters, where none were wished.</param>
    /// <param name="model">Its model.</param>
    /// <returns>The model that was wished meanwhile and must be opened beside it; null for none.</returns>
    public string? Run(FrameEngineInfo info, SessionParameters first, string model)
    {
        lock (_gate)
        {
            _parameters ??= first;
            (_info, _state, _failure, _model) = (info, SessionState.Running, null, model);
            Monitor.PulseAll(_gate);
            var wished = _parameters.Model == model ? null : _parameters.Model;
            var opens = wished is not null && wished != _opening;
            _opening = wished;
            return opens ? wished : null;
        }
    }

    /// <summary>The running engine is gone; waits until it shall be opened again.</summary>
    /// <returns>False when the session is closed, or another engine runs.</returns>
    public bool Fail(Exception failure)
    {
        lock (_gate)
        {
            // The model that follows may have taken the place already.
            if (_serving)
            {
                return false;
            }

            (_state, _failure) = (SessionState.Failed, failure);
            Stills.Fail(failure);
            Monitor.PulseAll(_gate);
            while (!_stop && !_reload && !_serving)
            {
                Monitor.Wait(_gate);
            }

            _reload = false;
            return !_stop && !_serving;
        }
    }

    /// <summary>The model to open, now that the one before is closed.</summary>
    public string NextModel()
    {
        lock (_gate)
        {
            _opening = null;
            return _model = _parameters?.Model ?? _model;
        }
    }

    /// <summary>A model that was to follow the running one cannot; the running one goes on.</summary>
    public void Refuse(string model, Exception failure) => Signal(() =>
    {
        if (_opening == model)
        {
            (_opening, _failure) = (null, failure);
            _parameters = _parameters is { } wished ? wished with { Model = _model } : null;
        }
    });

    /// <summary>Waits for the place of the running engine, whose thread gives it up.</summary>
    /// <param name="model">The model that would follow; null for the session's first thread.</param>
    /// <returns>False where it is not wanted any more.</returns>
    public bool TakePlace(string? model)
    {
        lock (_gate)
        {
            if (model is not null)
            {
                // The one that runs sees this and ends.
                _isFollowed = _opening == model;
                Monitor.PulseAll(_gate);
            }

            while (_serving && !_stop && (model is null || _opening == model))
            {
                Monitor.Wait(_gate);
            }

            var taken = !_stop && (model is null || _opening == model);
            (_serving, _isFollowed) = (taken || _serving, _isFollowed && !taken);
            return taken;
        }
    }

    /// <summary>Leaves the place.</summary>
    /// <returns>Whether another engine waits for it.</returns>
    public bool LeavePlace()
    {
        lock (_gate)
        {
            _serving = false;
            Monitor.PulseAll(_gate);
            return _isFollowed;
        }
    }

    /// <summary>Makes one frame and waits for it.</summary>
    /// <returns>False when the session is closed or failed instead.</returns>
    public bool MakeFrame(double seconds)
    {
        lock (_gate)
        {
            _request = seconds;
            Monitor.PulseAll(_gate);
            while (_request is not null && !_stop && _state != SessionState.Failed)
            {
                Monitor.Wait(_gate);
            }

            var made = _request is null;
            _request = null;
            return made;
        }
    }

    /// <summary>The frame that was asked for is made.</summary>
    public void FinishRequest() => Signal(() => _request = null);

    /// <summary>Waits for a frame or a still to be asked for.</summary>
    /// <param name="seconds">How far ahead the frame lies; null where only stills wait.</param>
    /// <param name="wished">The parameters.</param>
    /// <returns>False when this engine's time is over instead.</returns>
    public bool WaitForRequest(out double? seconds, out SessionParameters wished)
    {
        lock (_gate)
        {
            while (!_stop && !_reload && !_isFollowed && _request is null && Stills.IsEmpty)
            {
                Monitor.Wait(_gate);
            }

            (seconds, wished) = (_request, _parameters!);
            return !Ends();
        }
    }

    /// <summary>Waits for the next turn of live pacing.</summary>
    /// <param name="next">How soon it is due.</param>
    /// <param name="last">When the last one began.</param>
    /// <param name="wished">From the parameters of the last turn to those of the next.</param>
    /// <returns>False when this engine's time is over.</returns>
    public bool WaitForTurn(NextTurn next, long last, ref SessionParameters wished)
    {
        lock (_gate)
        {
            var known = wished;
            while (!_stop && !_reload && !_isFollowed && next != NextTurn.AtOnce && ReferenceEquals(known, _parameters))
            {
                var left = TimeSpan.FromSeconds(1.0 / known.Pacing.FpsLimit) - clock.GetElapsedTime(last);
                var rests = next == NextTurn.OnChange && Stills.IsEmpty;
                if (!rests && left <= TimeSpan.Zero)
                {
                    break;
                }

                Monitor.Wait(_gate, rests ? Timeout.InfiniteTimeSpan : left);
            }

            wished = _parameters!;
            return !Ends();
        }
    }

    /// <summary>Waits on the threads' signals: a published frame, a change of state.</summary>
    /// <returns>Whether the condition came true in time.</returns>
    public bool WaitUntil(Func<bool> condition, TimeSpan timeout)
    {
        var started = clock.GetTimestamp();
        lock (_gate)
        {
            while (!condition())
            {
                var left = timeout - clock.GetElapsedTime(started);
                if (left <= TimeSpan.Zero || !Monitor.Wait(_gate, left))
                {
                    return condition();
                }
            }

            return true;
        }
    }

    // A new record ends a rest: the picture that stands still is painted once more.
    private void Turn(FrameEngineInfo? engine) => Signal(() => (_onDevice, _parameters) = (engine, _parameters is { } known ? known with { } : null));

    // Under the gate: a reload closes this engine and opens the next.
    private bool Ends()
    {
        var ends = _stop || _reload || _isFollowed;
        _reload = false;
        return ends;
    }

    private void Signal(Action change)
    {
        lock (_gate)
        {
            change();
            Monitor.PulseAll(_gate);
        }
    }
}
