using System.Diagnostics;
using FaeRealtime.Core;
using FaeRealtime.Core.Architectures;
using FaeRealtime.Core.Errors;
using FaeRealtime.Engines;
using FaeRealtime.Engines.Torch;
using FaeRealtime.Host.CommandLine;
using FaeRealtime.Host.Rendering;
using FaeRealtime.Host.Window;
using FaeRealtime.Live.Frames;
using FaeRealtime.Live.Parameters;

namespace FaeRealtime.Host.Commands.Bench;

/// <summary>Measures the whole live path case by case: one session, an offscreen context, frames presented as fast as they come.</summary>
internal sealed class BenchRun : IDisposable
{
    private static readonly TimeSpan EngineTimeout = TimeSpan.FromMinutes(5);
    private static readonly TimeProvider Clock = TimeProvider.System;

    // The first frames of a case pay for caches and lazily compiled code.
    private const double WarmUpShare = 0.2;
    private const double PromptShare = 0.1;
    private const int ControlChanges = 20;

    private readonly BenchRequest _request;
    private readonly OffscreenStage? _stage;
    private readonly LatentSession _session;
    private RecordingTurns? _recording;

    private BenchRun(BenchRequest request, OffscreenStage? stage, LatentSession session) => (_request, _stage, _session) = (request, stage, session);

    /// <summary>Runs all cases.</summary>
    /// <param name="request">Model, engine, cases.</param>
    /// <param name="report">Receives each case's row as it is there.</param>
    /// <param name="cancellationToken">Checked at every frame.</param>
    /// <exception cref="FaeException">The model or GL failed, or a case needs what the folder lacks.</exception>
    public static BenchReport Run(BenchRequest request, Action<BenchRow> report, CancellationToken cancellationToken)
    {
        using var neighbours = BusyThreads.Start(request.Busy);
        using var run = Open(request);
        var info = run._session.WaitForEngine(EngineTimeout);
        var opened = SinceStart();
        run.Require(info);
        run._stage?.Attach(run._session);
        run.Present(1, cancellationToken);
        var firstFrame = SinceStart();
        List<BenchRow> rows = [];
        foreach (var one in request.Cases)
        {
            rows.Add(run.Measure(one, info, cancellationToken));
            report(rows[^1]);
        }

        var prompts = request.Prompts.Count == 0 ? null : new PromptTurns(run._session, request.Parameters, request.Prompts, PromptShare * request.Seconds, () => run.PresentNext(cancellationToken)).Run();
        var (sharing, reason) = (run._session.Sharing.Path == SharingPath.Device ? "device" : "host", run.SharingReason());

        // A session goes on making frames, and would take the cores from what follows.
        run._session.Dispose();
        var check = request is { Check: true, Draws: true } ? run.Check(info, cancellationToken) : null;
        using var process = Process.GetCurrentProcess();
        return new BenchReport
        {
            Model = info.Config.Name,
            ModelHash = info.ModelHash,
            Sampler = info.SamplerName,
            Engine = info.Device,
            Gl = run._stage?.Renderer ?? "none",
            Size = request.Size,
            Busy = request.Busy,
            EngineOpenMs = opened.TotalMilliseconds,
            FirstFrameMs = firstFrame.TotalMilliseconds,
            PeakMemoryBytes = process.PeakWorkingSet64,
            PeakGflops = MatrixPeak.Measure(request.Engine),
            Sharing = sharing,
            SharingReason = reason,
            Check = check,
            Kernels = request.Kernels ? KernelRow.Measure(request.Engine) : null,
            Prompts = prompts,
            Cases = rows,
        };
    }

    private static BenchRun Open(BenchRequest request)
    {
        using var parts = new PartsInMaking();
        var stage = request.Draws ? parts.Add(OffscreenStage.Create(request.Size, request.Engine.CudaDevice)) : null;
        return parts.Finish(new BenchRun(request, stage, LatentSession.Create(new SessionOptions { Engine = stage?.Share(request.Engine) ?? request.Engine, Parameters = request.Cases[0].Of(request.Parameters) })));
    }

    public void Dispose()
    {
        _session.Dispose();
        _stage?.Dispose();
    }

    private static TimeSpan SinceStart()
    {
        using var process = Process.GetCurrentProcess();
        return Clock.GetLocalNow() - process.StartTime;
    }

    private string SharingReason() => _stage?.FallbackReason is { } elsewhere ? $"{_session.Sharing.Reason}; {elsewhere}" : _session.Sharing.Reason;

    private BenchCheck Check(FrameEngineInfo info, CancellationToken cancellationToken)
    {
        // Every pixel as it is: the screen has the picture's size.
        using var stage = OffscreenStage.Create(info.ImageSize, _request.Engine.CudaDevice);
        var parameters = _request.Cases[^1].Of(_request.Parameters);
        return new ImageCheck(stage).Run(
            stage.Share(_request.Engine.Repeatable()).Open, () => Counter(info), parameters, cancellationToken);
    }

    private IFrameEngine Counter(FrameEngineInfo info) => _request.Engine.Kind != EngineKind.Torch ? CounterEngine.Open(info) : DeviceCounterEngine.Open(info, TorchDevice.Of(_request.Engine));

    private void Require(FrameEngineInfo info)
    {
        if (!info.CanGenerate && _request.Cases.Any(one => one.Steps > 0))
        {
            throw new ConfigException($"Model '{info.Config.Name}' has no generator. Use --steps 0, or train stage III.");
        }

        if (info.Samples.Count == 0 && _request.Cases.Any(one => one.Steps == 0))
        {
            throw new ConfigException($"Model '{info.Config.Name}' has no latents of real pictures, which decoding alone moves between. Leave 0 out of --steps.");
        }
    }

    private BenchRow Measure(BenchCase one, FrameEngineInfo info, CancellationToken cancellationToken)
    {
        var parameters = one.Of(_request.Parameters);
        _session.Control.Apply(parameters);
        PresentFor(WarmUpShare * _request.Seconds, cancellationToken);
        _session.ResetStatistics();
        var (allocated, collections) = (GC.GetTotalAllocatedBytes(precise: true), GC.CollectionCount(GC.MaxGeneration));
        PresentFor(_request.Seconds, cancellationToken);
        (allocated, collections) = (GC.GetTotalAllocatedBytes(precise: true) - allocated, GC.CollectionCount(GC.MaxGeneration) - collections);
        var figures = _session.ReadStatistics();
        var (config, latent) = (info.Config, info.Config.Latent);
        var features = config.Encoder.FeatureWidth;
        var decoders = (one.Features ? 0 : ForwardWork.Of(config.FeatureDecoder, latent, features)) + ForwardWork.Of(config.PixelDecoder, latent, features);
        return new BenchRow
        {
            Name = one.Name,
            Steps = one.Steps,
            PresentedFps = figures.MeanPresentedFps,
            Presented = figures.Presented,
            Dropped = figures.Dropped,
            GenerateMs = figures.Generate,
            DecodeMs = figures.Decode,
            ShareMs = figures.Upload,
            PresentMs = figures.Present,
            LatencyMs = figures.Latency,
            ControlMs = ControlTimes(parameters, cancellationToken),
            Recording = RecordingCost(cancellationToken),
            HostPixelBytes = figures.HostPixelBytes,
            AllocatedBytesPerFrame = (double)allocated / Math.Max(1, figures.Presented),
            FullCollections = collections,
            GenerateGflops = one.Steps == 0 || ForwardWork.Of(config.Generator, latent) is not { } work ? null : Gflops(one.Steps * work, figures.Generate.P50),
            DecodeGflops = Gflops(decoders, figures.Decode.P50),
        };
    }

    private Quantiles ControlTimes(SessionParameters parameters, CancellationToken cancellationToken)
    {
        var times = new double[ControlChanges];
        for (var i = 0; i < ControlChanges; i++)
        {
            var changed = Clock.GetTimestamp();
            _session.Control.Apply(parameters with { Source = parameters.Source with { Speed = parameters.Source.Speed * (1 + ((i + 1) % 2)) } });
            do
            {
                Present(1, cancellationToken);
            }
            while (_session.TryGetFrame(out var frame) && frame.SampledAt < changed);
            times[i] = Clock.GetElapsedTime(changed).TotalMilliseconds;
        }

        return Quantiles.Of(times);
    }

    private RecordingCost? RecordingCost(CancellationToken cancellationToken)
    {
        if (_request.Record is not { } video)
        {
            return null;
        }

        using var readback = _stage is null ? null : new FrameReadback(_session, _stage.Drawing, _stage.Gl);
        using var turns = _recording = new RecordingTurns(video, _session, readback);
        var cost = turns.Run(
            seconds =>
            {
                _session.ResetStatistics();
                PresentFor(seconds, cancellationToken);
                return _session.ReadStatistics().MeanPresentedFps;
            },
            _request.Seconds);
        _recording = null;
        return cost;
    }

    private void PresentFor(double seconds, CancellationToken cancellationToken)
    {
        var started = Clock.GetTimestamp();
        while (Clock.GetElapsedTime(started).TotalSeconds < seconds)
        {
            Present(1, cancellationToken);
        }
    }

    private void Present(int frames, CancellationToken cancellationToken)
    {
        for (var i = 0; i < frames;)
        {
            if (PresentNext(cancellationToken))
            {
                i++;
                _recording?.Offer();
            }
        }
    }

    private bool PresentNext(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_stage is not null)
        {
            return _stage.PresentNext(_session, Clock);
        }

        var taken = OffscreenStage.TakeNext(_session);
        if (taken)
        {
            _session.ReportPresented(TimeSpan.Zero);
        }

        return taken;
    }

    private static double Gflops(long operations, double milliseconds) => operations / (milliseconds * 1e6);
}
