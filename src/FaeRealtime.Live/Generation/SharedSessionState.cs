using FaeRealtime.Engines;
using FaeRealtime.Live.Parameters;

namespace FaeRealtime.Live.Generation;

/// <summary>What a session's threads tell each other, under one gate: requests on the one side, the state of the engine on the other.</summary>
internal sealed class SharedSessionState
{
    // What the messages of a closed session call it.
    private const string ClosedName = "LatentSession";
    private static readonly TimeSpan RefusalTime = TimeSpan.FromSeconds(10);

    // How long a thread that serves an engine looks for nothing to do at a time.
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    private readonly SessionGate _gate;
    private readonly EngineSwap _engines;
    private readonly PacingMode _pacing;
    private readonly TimeProvider _clock;

    // Kept, because a lambda made at each call would be garbage at each frame.
    private readonly Func<bool> _requestOrEnd;
    private double? _request;
    private bool _reload;
    private string? _runs;
    private long _refusedAt;
    private int _isStateNew;

    // Written under the gate, read without it by anyone who only looks.
    private volatile SessionParameters? _parameters;
    private volatile bool _stop;
    private volatile SessionState _state = SessionState.Loading;
    private volatile Exception? _failure;
    private volatile FrameEngineInfo? _info;
    private volatile FrameEngineInfo? _ownInfo;
    private volatile FrameEngineInfo? _onDevice;

    /// <param name="parameters">The first parameters; null for what the model recommends.</param>
    /// <param name="pacing">In exact pacing a change of model takes place between two frames, so that runs repeat.</param>
    /// <param name="clock">For waits.</param>
    public SharedSessionState(SessionParameters? parameters, PacingMode pacing, TimeProvider clock)
    {
        (_parameters, _pacing, _clock) = (parameters, pacing, clock);
        _gate = new SessionGate(clock);
        _requestOrEnd = () => _request is null || _stop || _state == SessionState.Failed;
        _engines = new EngineSwap(_gate, parameters?.Model ?? string.Empty);
    }

    /// <summary>Raised after <see cref="State"/> changed, on the thread that changed it, outside of the gate.</summary>
    public event Action? StateChanged;

    public SessionState State => _state;

    public Exception? Failure => _failure;

    public FrameEngineInfo? Info => _info;

    /// <summary>What is known of a model; null where it does not run.</summary>
    public FrameEngineInfo? InfoOf(string model)
    {
        lock (_gate)
        {
            return _runs == model ? _info : null;
        }
    }

    /// <summary>The session's own model, whichever runs; null until it was opened.</summary>
    public FrameEngineInfo? OwnInfo => _ownInfo;

    /// <summary>The model that is being opened beside the running one; null for none.</summary>
    public string? Opening => _engines.Opening;

    /// <summary>Whether pictures of the running engine shall stay in its device memory.</summary>
    public bool DecodesOnDevice => _onDevice is { } engine && ReferenceEquals(engine, _info);

    public SessionParameters? Parameters => _parameters;

    /// <summary>Stills to make between the frames. Generator thread; asked for by <see cref="Ask"/>.</summary>
    public StillQueue Stills { get; } = new();

    public bool IsStopped => _stop;

    /// <summary>Takes parameters.</summary>
    /// <param name="requested">The new ones.</param>
    /// <returns>The model that must be opened beside the running one; null for none.</returns>
    public string? Apply(SessionParameters requested)
    {
        var opening = Take(requested);
        Raise();
        return opening;
    }

    private string? Take(SessionParameters requested)
    {
        lock (_gate)
        {
            _parameters = requested;
            Monitor.PulseAll(_gate);
            Forget();
            if (_stop || !_engines.IsNew(requested.Model) || _state == SessionState.Loading)
            {
                return null;
            }

            if (_state == SessionState.Failed || _pacing == PacingMode.Exact)
            {
                _reload = true;
                Enter(SessionState.Loading);
                return null;
            }

            return _engines.Request(requested.Model);
        }
    }

    /// <summary>Says where pictures are wanted from the next frame on.</summary>
    /// <param name="engine">The engine whose pictures shall stay in its device memory; any other's, or null for all, go to host memory.</param>
    public void DecodeOnDevice(FrameEngineInfo? engine)
    {
        if (!ReferenceEquals(engine, _onDevice))
        {
            Turn(engine);
        }
    }

    // The state changes here already, so that a caller who then waits for the engine waits for the new one.
    public void Reload()
    {
        _gate.Change(() =>
        {
            if (!_stop)
            {
                _reload = true;
                Enter(SessionState.Loading);
            }
        });
        Raise();
    }

    public void Stop() => _gate.Change(() =>
    {
        _stop = true;
        Stills.Fail(new ObjectDisposedException(ClosedName));
    });

    public void Close()
    {
        _gate.Change(() => Enter(SessionState.Closed));
        Raise();
    }

    /// <summary>Asks for a still; a session that is closed or failed refuses it.</summary>
    public void Ask(StillWork still) => _gate.Change(() =>
    {
        if (_stop)
        {
            still.Fail(new ObjectDisposedException(ClosedName));
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
    public void Announce() => _gate.Announce();

    /// <summary>An engine runs from now on, in place of any before.</summary>
    /// <param name="info">The engine.</param>
    /// <param name="first">Its parameters, where none were requested.</param>
    /// <param name="model">Its model.</param>
    /// <returns>The model that was requested meanwhile and must be opened beside it; null for none.</returns>
    public string? Run(FrameEngineInfo info, SessionParameters first, string model)
    {
        string? following;
        lock (_gate)
        {
            _parameters ??= first;
            (_info, _runs, _failure) = (info, model, null);
            Enter(SessionState.Running);
            _ownInfo = model.Length == 0 ? info : _ownInfo;
            Monitor.PulseAll(_gate);
            following = _engines.Begin(model, _parameters.Model);
        }

        Raise();
        return following;
    }

    /// <summary>The running engine is gone; waits until it shall be opened again.</summary>
    /// <returns>False when the session is closed, or another engine runs.</returns>
    public bool Fail(Exception failure)
    {
        lock (_gate)
        {
            // The model that follows may have taken the place already.
            if (_engines.IsTaken)
            {
                return false;
            }

            // Whoever asked for the engine anew before this was told waits for that one, and not for this failure.
            if (!_reload)
            {
                _failure = failure;
                Enter(SessionState.Failed);
                Stills.Fail(failure);
                Monitor.PulseAll(_gate);
            }
        }

        Raise();
        lock (_gate)
        {
            while (!_stop && !_reload && !_engines.IsServed)
            {
                Monitor.Wait(_gate);
            }

            _reload = false;
            return !_stop && !_engines.IsServed;
        }
    }

    /// <summary>The model to open, now that the one before is closed.</summary>
    public string NextModel()
    {
        lock (_gate)
        {
            return _engines.Restart(_parameters?.Model);
        }
    }

    /// <summary>A model that was to follow the running one cannot; the running one goes on.</summary>
    public void Refuse(string model, Exception failure) => _gate.Change(() =>
    {
        if (_engines.Refuse(model))
        {
            (_failure, _refusedAt) = (failure, _clock.GetTimestamp());
            _parameters = _parameters is { } requested ? requested with { Model = _engines.Model } : null;
        }
    });

    /// <inheritdoc cref="EngineSwap.Take"/>
    public bool TakePlace(string? model) => _engines.Take(model, () => _stop);

    /// <inheritdoc cref="EngineSwap.Leave"/>
    public bool LeavePlace() => _engines.Leave();

    /// <summary>Makes one frame and waits for it.</summary>
    /// <param name="seconds">How far ahead it lies.</param>
    /// <param name="work">What the calling thread does for the engine meanwhile; null for nothing.</param>
    /// <returns>False when the session is closed or failed instead.</returns>
    /// <exception cref="Core.Errors.GraphicsException">The calling thread cannot do it.</exception>
    public bool MakeFrame(double seconds, IUpdateWork? work)
    {
        lock (_gate)
        {
            _request = seconds;
            Monitor.PulseAll(_gate);
        }

        if (work is null)
        {
            _gate.WaitUntil(_requestOrEnd, Timeout.InfiniteTimeSpan);
        }

        while (work is not null && !_gate.WaitUntil(_requestOrEnd, work.DoSlice() ? TimeSpan.Zero : Moment))
        {
        }

        lock (_gate)
        {
            var made = _request is null;
            _request = null;
            return made;
        }
    }

    /// <summary>The frame that was asked for is made.</summary>
    public void FinishRequest() => _gate.Change(() => _request = null);

    /// <summary>Waits for a frame or a still to be asked for.</summary>
    /// <param name="seconds">How far ahead the frame lies; null where only stills wait.</param>
    /// <param name="requested">The parameters.</param>
    /// <returns>False when this engine's time is over instead.</returns>
    public bool WaitForRequest(out double? seconds, out SessionParameters requested)
    {
        lock (_gate)
        {
            while (!_stop && !_reload && !_engines.IsFollowed && _request is null && Stills.IsEmpty)
            {
                Monitor.Wait(_gate);
            }

            (seconds, requested) = (_request, _parameters!);
            return !Ends();
        }
    }

    /// <summary>Waits for the next turn of live pacing.</summary>
    /// <param name="next">How soon it is due.</param>
    /// <param name="last">When the last one began.</param>
    /// <param name="requested">From the parameters of the last turn to those of the next.</param>
    /// <returns>False when this engine's time is over.</returns>
    public bool WaitForTurn(NextTurn next, long last, ref SessionParameters requested)
    {
        lock (_gate)
        {
            var known = requested;
            while (!_stop && !_reload && !_engines.IsFollowed && next != NextTurn.AtOnce)
            {
                // A change ends the idle time, but hurries no frame: a slider moves faster than pictures may follow.
                var left = TimeSpan.FromSeconds(1.0 / _parameters!.Pacing.FpsLimit) - _clock.GetElapsedTime(last);
                var idles = next == NextTurn.OnChange && Stills.IsEmpty && ReferenceEquals(known, _parameters);
                if (!idles && left <= TimeSpan.Zero)
                {
                    break;
                }

                Monitor.Wait(_gate, idles ? Timeout.InfiniteTimeSpan : left);
            }

            requested = _parameters!;
            return !Ends();
        }
    }

    /// <summary>Waits until something is so.</summary>
    /// <param name="condition">Looked at after each signal, under the lock.</param>
    /// <param name="timeout">At most so long, or infinitely.</param>
    /// <param name="work">What the calling thread does for the engine meanwhile, if it can; null for nothing.</param>
    /// <returns>Whether it came true in time.</returns>
    public bool WaitUntil(Func<bool> condition, TimeSpan timeout, IUpdateWork? work)
    {
        if (work is not { IsHere: true })
        {
            return _gate.WaitUntil(condition, timeout);
        }

        for (var started = _clock.GetTimestamp(); !_gate.WaitUntil(condition, work.DoSlice() ? TimeSpan.Zero : Moment);)
        {
            if (timeout != Timeout.InfiniteTimeSpan && _clock.GetElapsedTime(started) >= timeout)
            {
                return false;
            }
        }

        return true;
    }

    // A new record ends the idle time: the picture that stands still is decoded once more.
    private void Turn(FrameEngineInfo? engine) => _gate.Change(() => (_onDevice, _parameters) = (engine, _parameters is { } known ? known with { } : null));

    // Under the gate; told by Raise once that is left.
    private void Enter(SessionState state)
    {
        _isStateNew |= state == _state ? 0 : 1;
        _state = state;
    }

    private void Raise()
    {
        if (Interlocked.Exchange(ref _isStateNew, 0) != 0)
        {
            StateChanged?.Invoke();
        }
    }

    // Under the gate: why a model was refused is told until something else is done, but long enough to be read.
    private void Forget()
    {
        if (_state == SessionState.Running && _failure is not null && _clock.GetElapsedTime(_refusedAt) > RefusalTime)
        {
            _failure = null;
        }
    }

    // Under the gate: a reload closes this engine and opens the next.
    private bool Ends()
    {
        var ends = _stop || _reload || _engines.Promise();
        _reload = false;
        return ends;
    }
}
