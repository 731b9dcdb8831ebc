using System.Globalization;
using FaeRealtime.Core;
using FaeRealtime.Core.Errors;
using FaeRealtime.Engines;
using FaeRealtime.Engines.Torch;
using FaeRealtime.Graphics.Lifetime;
using FaeRealtime.Host.Rendering;
using FaeRealtime.Live.Parameters;

namespace FaeRealtime.Host.Commands.Soak;

/// <summary>A long live session that is changed all the time.</summary>
internal sealed class SoakRun : IDisposable
{
    // What the collector has not given back yet, most of it of models that were opened.
    private const long MemoryBand = 32L << 20;

    /// <summary>Frames between two looks at the memory.</summary>
    public const int MemoryEvery = 500;

    private const int SwapEvery = 4000;
    private const int ReattachEvery = 3000;
    private const string Other = "again";
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly SoakRequest _request;
    private readonly OffscreenStage _stage;
    private readonly LatentSession _session;
    private readonly SessionControl _control;
    private readonly SoakChanges _changes;
    private readonly List<SlowFrame> _slow = [];
    private readonly Action<long, double> _progress;
    private readonly TensorMeter? _tensors;
    private long _presented;
    private int _collections;
    private long _swaps;
    private long _reattached;
    private double _slowestMs;

    private SoakRun(SoakRequest request, Action<long, double> progress, TensorMeter? tensors, OffscreenStage stage, LatentSession session)
    {
        (_request, _progress, _tensors, _stage, _session) = (request, progress, tensors, stage, session);
        _control = session.Control;
        _changes = new SoakChanges(_control, request.Seed);
    }

    /// <summary>Runs the session.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="progress">Told frames and seconds now and then.</param>
    /// <param name="cancellationToken">Checked at every frame.</param>
    /// <exception cref="FaeException">The session failed.</exception>
    public static SoakReport Run(SoakRequest request, Action<long, double> progress, CancellationToken cancellationToken)
    {
        using var run = Open(request, progress);
        return run.Run(cancellationToken);
    }

    private static SoakRun Open(SoakRequest request, Action<long, double> progress)
    {
        using var parts = new PartsInMaking();

        // Nothing of TorchSharp is loaded where nothing needs it.
        var tensors = request.Engine.Kind != EngineKind.Torch ? null : new TensorMeter();
        var stage = parts.Add(OffscreenStage.Create(request.Size, request.Engine.CudaDevice));
        var engine = stage.Share(request.Engine);
        IFrameEngine OpenEngine() => tensors?.Open(engine.Open) ?? engine.Open();
        var recommended = SessionParameters.For(request.Engine.Folder.Config.SamplingOf(request.Engine.Folder.Choose(request.Engine.Generator)));
        var session = LatentSession.Create(new SessionOptions
        {
            OpenEngine = OpenEngine,
            Models = _ => OpenEngine(),
            Parameters = recommended with { Pacing = new PacingParameters { FpsLimit = PacingParameters.MaximumFps }, Condition = new ConditionParameters { RandomClass = true } },
        });
        return parts.Finish(new SoakRun(request, progress, tensors, stage, session));
    }

    public void Dispose()
    {
        _session.Dispose();
        _stage.Dispose();
    }

    private SoakReport Run(CancellationToken cancellationToken)
    {
        var info = _session.WaitForEngine(Patience);
        _stage.Attach(_session);
        var started = TimeProvider.System.GetTimestamp();
        Present(_request.Frames / 10, null, cancellationToken);
        Settle(cancellationToken);
        var (memory, objects, tensors) = (new MemoryRange(), GlObjects.LiveCount, Tensors());
        _slow.Clear();
        _slowestMs = 0;
        using var timer = LateTimer.Start(Slow);
        Present(_request.Frames - _presented, memory, cancellationToken);
        Settle(cancellationToken);
        return Report(info, memory, objects, tensors, timer.Count, TimeProvider.System.GetElapsedTime(started));
    }

    private void Present(long frames, MemoryRange? memory, CancellationToken cancellationToken)
    {
        var end = _presented + frames;
        while (_presented < end)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_stage.PresentNext(_session, TimeProvider.System) && _session.TryGetFrame(out var frame))
            {
                Note(TimeProvider.System.GetElapsedTime(frame.SampledAt));
                Disturb(memory);
            }
            else
            {
                // A picture that stands still gives no frames.
                _changes.Next();
            }
        }
    }

    private void Note(TimeSpan latency)
    {
        _presented++;
        _slowestMs = Math.Max(_slowestMs, latency.TotalMilliseconds);
        var collections = GC.CollectionCount(0);
        if (latency > Slow)
        {
            var set = _control.Parameters;
            _slow.Add(new SlowFrame(_presented, latency.TotalMilliseconds, _presented % SwapEvery, _session.OpeningModel is not null, _presented % ReattachEvery, collections - _collections, set.Sampler.Steps, set.Source.Space.ToString()));
        }

        _collections = collections;
    }

    private void Disturb(MemoryRange? memory)
    {
        if (_presented % _request.Every == 0)
        {
            _changes.Next();
        }

        if (_presented % SwapEvery == 0 && _session.OpeningModel is null)
        {
            _control.Apply(_control.Parameters with { Model = _control.Parameters.Model.Length == 0 ? Other : string.Empty });
            _swaps++;
        }

        if (_presented % ReattachEvery == 0)
        {
            _session.Detach();
            _stage.Attach(_session);
            _reattached++;
        }

        if (_presented % MemoryEvery == 0)
        {
            // While two models are open they are both in memory.
            if (_session.OpeningModel is null && _presented % SwapEvery != 0)
            {
                memory?.Add(Environment.WorkingSet);
            }

            _progress(_presented, _slowestMs);
        }
    }

    // One engine, one texture: counters are compared there.
    private void Settle(CancellationToken cancellationToken)
    {
        var parameters = SessionParameters.For(_session.Info!.Sampling) with { Model = string.Empty, Pacing = new PacingParameters { FpsLimit = PacingParameters.MaximumFps }, Condition = new ConditionParameters { RandomClass = true } };
        _control.Apply(parameters);
        var started = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < 50;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var swaps = _session.OpeningModel is not null;
            i += _stage.PresentNext(_session, TimeProvider.System) && !swaps ? 1 : 0;
            if (TimeProvider.System.GetElapsedTime(started) > Patience)
            {
                throw new NativeException("The session came to no rest within two minutes.");
            }
        }
    }

    private long Tensors() => _tensors?.Count ?? 0;

    private SoakReport Report(FrameEngineInfo info, MemoryRange memory, long objects, long tensors, long late, TimeSpan time)
    {
        var report = new SoakReport
        {
            Device = info.Device,
            Frames = _presented,
            Seconds = time.TotalSeconds,
            Changes = _changes.Taken,
            Refused = _changes.Refused,
            Swaps = _swaps,
            Reattached = _reattached,
            MemoryAfterWarmUp = memory.First,
            MemoryLeast = memory.Least,
            MemoryMost = memory.Most,
            SlowFrames = _slow,
            SlowTimer = late,
            SlowestMs = _slowestMs,
            GlObjectsBefore = objects,
            GlObjectsAfter = GlObjects.LiveCount,
            TensorsBefore = tensors,
            TensorsAfter = Tensors(),
            Problems = [],
        };
        return report with { Problems = Problems(report) };
    }

    private static List<string> Problems(SoakReport report)
    {
        List<string> problems = [];
        Require(problems, report.MemoryMost - report.MemoryLeast <= 2 * MemoryBand, $"Memory went from {report.MemoryLeast >> 20} to {report.MemoryMost >> 20} MiB; {MemoryBand >> 20} to either side of the middle are allowed.");
        Require(problems, report.SlowFrames.Count <= report.SlowTimer, $"{report.SlowFrames.Count} frames took more than 100 ms; a timer thread was late {report.SlowTimer} times.");
        Require(problems, report.GlObjectsBefore == report.GlObjectsAfter, $"GL objects went from {report.GlObjectsBefore} to {report.GlObjectsAfter}.");
        Require(problems, report.TensorsBefore == report.TensorsAfter, $"Tensors went from {report.TensorsBefore} to {report.TensorsAfter}.");
        return problems;
    }

    private static void Require(List<string> problems, bool holds, FormattableString problem)
    {
        if (!holds)
        {
            problems.Add(problem.ToString(CultureInfo.InvariantCulture));
        }
    }

    private sealed class MemoryRange
    {
        public long First { get; private set; }

        public long Least { get; private set; } = long.MaxValue;

        public long Most { get; private set; }

        public void Add(long bytes)
        {
            First = First == 0 ? bytes : First;
            (Least, Most) = (Math.Min(Least, bytes), Math.Max(Most, bytes));
        }
    }
}
