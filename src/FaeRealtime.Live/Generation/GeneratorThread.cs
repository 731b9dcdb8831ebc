using FaeRealtime.Engines;
using FaeRealtime.Live.Frames;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Live.Time;

namespace FaeRealtime.Live.Generation;

/// <summary>The thread that owns the engine and every latent: opens it, makes frames in live or exact pacing, survives its failure. Another model is opened on a thread of its own, beside the one that runs, and follows it.</summary>
internal sealed class GeneratorThread
{
    // A machine that slept or stalled goes on where it was instead of leaping ahead.
    private static readonly TimeSpan LongestStep = TimeSpan.FromSeconds(0.25);

    private readonly SessionOptions _options;
    private readonly SharedSessionState _shared;
    private readonly FrameMailbox _mailbox;
    private readonly SessionMeasures _measures;
    private readonly Action _closing;
    private readonly List<Thread> _threads = [];
    private readonly SessionTime _time = new();

    /// <param name="options">Engine, pacing, clock.</param>
    /// <param name="shared">Requests and states.</param>
    /// <param name="mailbox">Receives the frames.</param>
    /// <param name="measures">Receives the times.</param>
    /// <param name="closing">Called on the thread before an engine is disposed, with its device memory.</param>
    public GeneratorThread(SessionOptions options, SharedSessionState shared, FrameMailbox mailbox, SessionMeasures measures, Action closing) =>
        (_options, _shared, _mailbox, _measures, _closing) = (options, shared, mailbox, measures, closing);

    /// <summary>The session's own time and beat.</summary>
    public SessionTime Time => _time;

    /// <summary>Starts the thread. Once.</summary>
    public void Start()
    {
        _time.Start(_options.Start);
        Start(null);
    }

    /// <summary>Takes parameters; another model is opened beside the running one.</summary>
    public void Apply(SessionParameters parameters) => Open(_shared.Apply(parameters));

    public void Stop()
    {
        _shared.Stop();

        // Nobody waits for a thread that this one would have to serve.
        _options.Work?.Abandon();
        Thread[] threads;
        lock (_threads)
        {
            threads = [.. _threads];
        }

        foreach (var thread in threads.Where(thread => thread != Thread.CurrentThread))
        {
            thread.Join();
        }
    }

    private void Open(string? model)
    {
        if (model is not null)
        {
            Start(model);
        }
    }

    private void Start(string? follows)
    {
        lock (_threads)
        {
            _threads.RemoveAll(thread => !thread.IsAlive);
            var thread = new Thread(() => Run(follows)) { Name = "fae generator", IsBackground = true };
            _threads.Add(thread);
            thread.Start();
        }
    }

    private void Run(string? follows)
    {
        for (var goesOn = true; goesOn; follows = null)
        {
            var served = false;
            try
            {
                goesOn = OpenAndServe(follows, ref served);
            }
            catch (OperationCanceledException) when (_shared.IsStopped)
            {
                goesOn = false;
            }
#pragma warning disable CA1031 // A thread's top: whatever the engine threw becomes the session's state, and the last good frame stays.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                SessionLog.Failed(_options.Logger, failure.Message);
                if (follows is not null && !served)
                {
                    _shared.Refuse(follows, failure);
                    return;
                }

                goesOn = _shared.Fail(failure);
            }
        }

        if (_shared.IsStopped)
        {
            _shared.Close();
        }
    }

    // True to open the engine again.
    private bool OpenAndServe(string? follows, ref bool served)
    {
        if (_shared.IsStopped)
        {
            return false;
        }

        var model = follows ?? _shared.NextModel();
        using var engine = _options.Open(model);
        var parameters = _shared.Parameters ?? Recommended(engine.Info);
        parameters.Validate(engine.Info);
        if (!_shared.TakePlace(follows))
        {
            return false;
        }

        served = true;
        var followed = false;
        try
        {
            Serve(engine, parameters, model);
        }
        finally
        {
            _closing();
            followed = _shared.LeavePlace();
        }

        return !followed && !_shared.IsStopped;
    }

    // A class for every key, as all commands have it: guidance needs one to lead to, and few models paint well without.
    private static SessionParameters Recommended(FrameEngineInfo engine) =>
        SessionParameters.For(engine.Sampling) with { Condition = new ConditionParameters { RandomClass = engine.Classes.Count > 0 } };

    private void Serve(IFrameEngine engine, SessionParameters first, string model)
    {
        var producer = FrameProducer.Open(engine, first, _time, _options, _measures);
        SessionLog.Running(_options.Logger, engine.Info.Config.Name, engine.Info.ModelHash, engine.Info.Device, engine.Info.Reason);
        Open(_shared.Run(engine.Info, first, model));
        if (_options.Pacing == PacingMode.Exact)
        {
            ServeExact(engine, producer);
        }
        else
        {
            ServeLive(engine, producer);
        }
    }

    private void ServeExact(IFrameEngine engine, FrameProducer producer)
    {
        while (_shared.WaitForRequest(out var seconds, out var parameters))
        {
            if (seconds is { } step)
            {
                producer.Apply(parameters);
                producer.Produce(step, complete: true, _shared.DecodesOnDevice, _mailbox);
                _shared.FinishRequest();
            }

            _shared.Stills.Step(engine, parameters, _options.Clock);
        }
    }

    private void ServeLive(IFrameEngine engine, FrameProducer producer)
    {
        var last = _options.Clock.GetTimestamp();
        var next = NextTurn.AtOnce;
        var parameters = _shared.Parameters!;
        while (_shared.WaitForTurn(next, last, ref parameters))
        {
            var now = _options.Clock.GetTimestamp();
            var passed = _options.Clock.GetElapsedTime(last, now);
            last = now;
            producer.Apply(parameters);
            next = producer.Produce(Math.Min(passed.TotalSeconds, LongestStep.TotalSeconds), complete: false, _shared.DecodesOnDevice, _mailbox);
            _shared.Announce();
            MakeStills(engine, parameters, now);
        }
    }

    // A slice at least, so that a still is made even where frames take all the time there is.
    private void MakeStills(IFrameEngine engine, SessionParameters parameters, long turn)
    {
        var period = TimeSpan.FromSeconds(1.0 / parameters.Pacing.FpsLimit);
        do
        {
            _shared.Stills.Step(engine, parameters, _options.Clock);
        }
        while (!_shared.Stills.IsEmpty && !_shared.IsStopped && _options.Clock.GetElapsedTime(turn) < period);
    }
}
