using System.Text.Json;
using FaeRealtime.Engines;
using FaeRealtime.Host.CommandLine;
using FaeRealtime.Host.Output;
using FaeRealtime.Host.Rendering;
using FaeRealtime.Live.Frames;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Video.Encoders;
using FaeRealtime.Video.Metadata;

namespace FaeRealtime.Host.Commands.Demo;

/// <summary>The demo without a window: an exactly paced file through the real path, then a short live-paced pass that measures.</summary>
internal static class HeadlessDemo
{
    private static readonly TimeSpan EngineTimeout = TimeSpan.FromMinutes(2);

    // The first frames pay for lazily built kernels.
    private const int WarmUpFrames = 8;

    /// <summary>Makes the file and measures.</summary>
    /// <exception cref="Core.Errors.FaeException">The model, GL or the output failed; no file was touched.</exception>
    public static DemoReport Run(DemoRequest request, CancellationToken cancellationToken)
    {
        var format = new VideoSettings { Width = request.Size, Height = request.Size, Fps = request.Fps };
        WalkFile.Check(request.Out, format);
        using var stage = OffscreenStage.Create(request.Size, request.Engine.CudaDevice);
        var open = request.Parameters with { Source = request.Parameters.Source with { Speed = request.FileSpeed } };
        var closed = request.With(FilePath.Close(open, request.Frames, request.Fps));
        var (frames, exact) = Render(closed, stage, cancellationToken);

        // Not the closed path: its few keys would all be ready after the first round.
        var measured = request.LiveSeconds > 0 ? Measure(request.With(open), stage, cancellationToken) : exact;
        var (bytes, grid) = WalkFile.Write(request.Out, frames, format with { Metadata = Metadata(closed, exact.Info).ToText() });
        return Report(closed, stage, frames, measured) with { OutBytes = bytes, FrameGrid = grid };
    }

    public static void Print(DemoReport report, bool json)
    {
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(report, DemoJsonContext.Default.DemoReport));
            return;
        }

        Console.Out.WriteLine(FormattableString.Invariant(
            $"{report.Out} ({report.OutBytes / 1024} KiB): {report.Frames} frames of {report.Size}x{report.Size} at {report.Fps:0.##} fps, its frames in {report.FrameGrid}"));
        Console.Out.WriteLine(FormattableString.Invariant(
            $"model {report.Model} ({report.ModelHash}), mode {report.Mode}, seed {report.Seed}, class {report.Class}, {report.Sampler}{Steps(report.Steps)}"));
        Console.Out.WriteLine(FormattableString.Invariant(
            $"{report.Measured}: {report.PresentedFps:0.0} fps presented, latency {report.LatencyMs.P50:0.0} ms, decode {report.DecodeMs.P50:0.0} ms, generate {report.GenerateMs.P50:0.0} ms, {report.Dropped} dropped"));
        Console.Out.WriteLine($"on {report.Device.Engine}; drawn by {report.Device.Gl}");
    }

    private static string Steps(int steps) => steps == 0 ? string.Empty : FormattableString.Invariant($" in {steps} {(steps == 1 ? "step" : "steps")}");

    private static (List<byte[]> Frames, (FrameEngineInfo Info, SessionStatistics Statistics) Measured) Render(
        DemoRequest request, OffscreenStage stage, CancellationToken cancellationToken)
    {
        // The same bytes on every machine with these instructions, however many cores it has.
        using var session = Open(stage.Share(request.Engine.Repeatable()), PacingMode.Exact, request.Parameters);
        var info = session.WaitForEngine(EngineTimeout);
        stage.Attach(session);
        var frames = new List<byte[]>(request.Frames);
        for (var i = 0; i < request.Frames; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            session.Update(i == 0 ? 0.0 : 1.0 / request.Fps);
            stage.Present(session, TimeProvider.System);
            frames.Add(stage.Read());
        }

        return (frames, (info, session.ReadStatistics()));
    }

    private static (FrameEngineInfo Info, SessionStatistics Statistics) Measure(DemoRequest request, OffscreenStage stage, CancellationToken cancellationToken)
    {
        using var session = Open(stage.Share(request.Engine), PacingMode.Live, request.Parameters with { Pacing = request.Parameters.Pacing with { FpsLimit = PacingParameters.MaximumFps } });
        var info = session.WaitForEngine(EngineTimeout);
        stage.Attach(session);
        for (var i = 0; i < WarmUpFrames; i++)
        {
            stage.PresentNext(session, TimeProvider.System);
        }

        session.ResetStatistics();
        var started = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(started).TotalSeconds < request.LiveSeconds)
        {
            cancellationToken.ThrowIfCancellationRequested();
            stage.PresentNext(session, TimeProvider.System);
        }

        return (info, session.ReadStatistics());
    }

    private static LatentSession Open(FrameEngineOptions engine, PacingMode pacing, SessionParameters parameters) => LatentSession.Create(new SessionOptions
    {
        Engine = engine,
        Parameters = parameters,
        Pacing = pacing,
    });

    private static GenerationMetadata Metadata(DemoRequest request, FrameEngineInfo info) => new()
    {
        Command = "demo",
        Model = request.Engine.Folder.Name,
        ModelHash = info.ModelHash,
        Generator = info.Generator,
        Engine = SessionMetadata.Of(request.Engine.Repeatable(), info.Device, info.VectorBits),
        Parameters = SessionMetadata.Json(request.Parameters),
        Video = new VideoPathMetadata(request.Fps, request.Frames, request.Size),
    };

    private static DemoReport Report(DemoRequest request, OffscreenStage stage, List<byte[]> frames, (FrameEngineInfo Info, SessionStatistics Statistics) measured) => new()
    {
        Model = measured.Info.Config.Name,
        ModelHash = measured.Info.ModelHash,
        Mode = MovementName.Of(request.Parameters.Source),
        Seed = request.Parameters.Source.Seeds[0].Seed,
        Class = ClassText.Of(request.Parameters.Condition, measured.Info.Classes),
        Sampler = measured.Info.SamplerName,
        Steps = measured.Info.Config.Generator.IsFlow ? 0 : request.Parameters.Sampler.Steps,
        Device = new DemoDevice(measured.Info.Device, stage.Renderer),
        Frames = frames.Count,
        Fps = request.Fps,
        Size = request.Size,
        Out = request.Out,
        FrameGrid = string.Empty,
        OutBytes = 0,
        NeighbourDifference = FrameChange.Mean(frames, 1),
        DistantDifference = FrameChange.Mean(frames, Math.Max(1, frames.Count / 2)),
        Measured = request.LiveSeconds > 0 ? "live" : "exact",
        PresentedFps = measured.Statistics.MeanPresentedFps,
        Dropped = measured.Statistics.Dropped,
        GenerateMs = measured.Statistics.Generate,
        DecodeMs = measured.Statistics.Decode,
        UploadMs = measured.Statistics.Upload,
        PresentMs = measured.Statistics.Present,
        LatencyMs = measured.Statistics.Latency,
    };
}

/// <summary>Closes the path of a file's frames, so that the animation repeats without a jump.</summary>
internal static class FilePath
{
    /// <summary>Adjusts the pace so that a whole number of keys fills the frames; too few frames for two keys stay an open path.</summary>
    /// <param name="parameters">The requested pace.</param>
    /// <param name="frames">Frames of the file.</param>
    /// <param name="fps">Frames a second.</param>
    public static SessionParameters Close(SessionParameters parameters, int frames, double fps)
    {
        var keys = (int)Math.Round(frames / fps * parameters.Source.Speed);
        return keys is < 2 or > 64 ? parameters : parameters with { Source = parameters.Source with { Mode = SourceMode.Loop, LoopKeys = keys, Speed = keys * fps / frames } };
    }
}
