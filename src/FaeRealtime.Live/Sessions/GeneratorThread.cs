using FaeRealtime.Live.Engines;
using FaeRealtime.Live.Frames;
using FaeRealtime.Live.Parameters;

namespace FaeRealtime.Live.Sessions;

/// <summary>The thread that owns the engine and every latent: opens it, makes frames in live or exact pacing, survives its failure.</summary>
internal sealed class GeneratorThread
{
    // A machine that slept or stalled goes on where it was instead of leaping ahead.
    private static readonly TimeSpan LongestStep = TimeSpan.FromSeconds(0.25);

    private readonly SessionOptions _options;
    private readonly FrameMailbox _mailbox;
    private readonly SessionMeasures _measures;
    private readonly Action _closing;
    private readonly Thread _thread;
    private readonly object _gate = new();
    private SessionParameters? _parameters;
    private double? _request;
    private bool _stop;
    private bool _reload;

    private volatile FrameEngineInfo? _onDevice;

    // Written under the gate, read without it by anyone who only looks.
    private volatile SessionState _state = SessionState.Loading;
    private volatile Exception? _failure;
    private volatile FrameEngineInfo? _info;

    /// <param name="options">Engine, pacing, clock.</param>
    /// <param name="mailbox">Receives the frames.</param>
    /// <param name="measures">Receives the times.</param>
    /// <param name="closing">Called on the thread before an engine is disposed, with its device memory.</param>
    public GeneratorThread(SessionOptions options, FrameMailbox mailbox, SessionMeasures measures, Action closing)
    {
        (_options, _mailbox, _measures, _closing, _parameters) = (options, mailbox, measures, closing, options.Parameters);
        _thread = new Thread(Run) { Name = "fae generator", IsBackground = true };
        _thread.Start();
    }

    public SessionState State => _state;

    public Exception? Failure => _failure;

    public FrameEngineInfo? Info => _info;

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

    /// <summary>Says where pictures are wanted from the next frame on.</summary>
    /// <param name="engine">The engine whose pictures shall stay in its device memory; any other's, or null for all, go to host memory.</param>
    public void PaintOnDevice(FrameEngineInfo? engine)
    {
        if (!ReferenceEquals(engine, _onDevice))
        {
            Turn(engine);
        }
    }

    public void Apply(SessionParameters parameters) => Signal(() => _parameters = parameters);

    // The state changes here already, so that a caller who then waits for the engine waits for the new one.
    public void Reload() => Signal(() => (_reload, _state) = (true, SessionState.Loading));

    public void Stop()
    {
        Signal(() => _stop = true);
        if (Thread.CurrentThread != _thread)
        {
            _thread.Join();
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
            while (_request is not null && !_stop && State != SessionState.Failed)
            {
                Monitor.Wait(_gate);
            }

            var made = _request is null;
            _request = null;
            return made;
        }
    }

    /// <summary>Waits on the thread's signals: a published frame, a change of state.</summary>
    /// <returns>Whether the condition came true in time.</returns>
    public bool WaitUntil(Func<bool> condition, TimeSpan timeout)
    {
        var started = _options.Clock.GetTimestamp();
        lock (_gate)
        {
            while (!condition())
            {
                var left = timeout - _options.Clock.GetElapsedTime(started);
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

    private void Signal(Action change)
    {
        lock (_gate)
        {
            change();
            Monitor.PulseAll(_gate);
        }
    }

    private void Run()
    {
        while (!Stopped())
        {
            try
            {
                using var engine = _options.Engine();
                try
                {
                    Serve(engine);
                }
                finally
                {
                    _closing();
                }
            }
#pragma warning disable CA1031 // A thread's top: whatever the engine threw becomes the session's state, and the last good frame stays.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                Fail(failure);
            }
        }

        Signal(() => _state = SessionState.Closed);
    }

    private bool PaintsOnDevice => _onDevice is { } engine && ReferenceEquals(engine, _info);

    private bool Stopped()
    {
        lock (_gate)
        {
            return _stop;
        }
    }

    private void Fail(Exception failure)
    {
        SessionLog.Failed(_options.Logger, failure.Message);
        lock (_gate)
        {
            (_state, _failure) = (SessionState.Failed, failure);
            Monitor.PulseAll(_gate);
            while (!_stop && !_reload)
            {
                Monitor.Wait(_gate);
            }

            _reload = false;
        }
    }

    private void Serve(IFrameEngine engine)
    {
        var parameters = Parameters ?? SessionParameters.For(engine.Info.Sampling);
        parameters.Validate(engine.Info.Classes.Count, engine.Info.Sampling);
        var producer = new FrameProducer(engine, parameters, _options.Clock, _measures);
        SessionLog.Running(_options.Logger, engine.Info.Config.Name, engine.Info.ModelHash, engine.Info.Device);
        Signal(() => (_info, _parameters, _state, _failure) = (engine.Info, _parameters ?? parameters, SessionState.Running, null));
        if (_options.Pacing == PacingMode.Exact)
        {
            ServeExact(producer);
        }
        else
        {
            ServeLive(producer);
        }
    }

    private void ServeExact(FrameProducer producer)
    {
        while (true)
        {
            double seconds;
            SessionParameters parameters;
            lock (_gate)
            {
                while (!_stop && !_reload && _request is null)
                {
                    Monitor.Wait(_gate);
                }

                if (Ends())
                {
                    return;
                }

                (seconds, parameters) = (_request!.Value, _parameters!);
            }

            producer.Apply(parameters);
            producer.Produce(seconds, complete: true, PaintsOnDevice, _mailbox);
            Signal(() => _request = null);
        }
    }

    private void ServeLive(FrameProducer producer)
    {
        var last = _options.Clock.GetTimestamp();
        var next = NextTurn.AtOnce;
        var parameters = Parameters!;
        while (WaitForTurn(next, last, ref parameters))
        {
            var now = _options.Clock.GetTimestamp();
            var passed = _options.Clock.GetElapsedTime(last, now);
            last = now;
            producer.Apply(parameters);
            next = producer.Produce(Math.Min(passed.TotalSeconds, LongestStep.TotalSeconds), complete: false, PaintsOnDevice, _mailbox);
            Signal(static () => { });
        }
    }

    // From the parameters of the last turn to those of the next.
    private bool WaitForTurn(NextTurn next, long last, ref SessionParameters parameters)
    {
        lock (_gate)
        {
            var known = parameters;
            while (!_stop && !_reload && next != NextTurn.AtOnce && ReferenceEquals(known, _parameters))
            {
                var left = TimeSpan.FromSeconds(1.0 / known.Pacing.FpsLimit) - _options.Clock.GetElapsedTime(last);
                if (next == NextTurn.OnTime && left <= TimeSpan.Zero)
                {
                    break;
                }

                Monitor.Wait(_gate, next == NextTurn.OnTime ? left : Timeout.InfiniteTimeSpan);
            }

            parameters = _parameters!;
            return !Ends();
        }
    }

    // Under the gate: a reload closes this engine and opens the next.
    private bool Ends()
    {
        var ends = _stop || _reload;
        _reload = false;
        return ends;
    }
}
