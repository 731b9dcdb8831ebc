using FaeRealtime.Core;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Engines;
using FaeRealtime.Host.CommandLine;
using FaeRealtime.Host.Content;
using FaeRealtime.Host.Output;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Live.Recording;
using FaeRealtime.Live.Time;
using FaeRealtime.Remote.Audio;
using FaeRealtime.Video.Metadata;

namespace FaeRealtime.Host.Rendering;

/// <summary>The frames of a session in exact pacing, one after another, without a display.</summary>
internal sealed class SessionFrames : IDisposable
{
    private static readonly TimeSpan EngineTimeout = TimeSpan.FromMinutes(10);

    private readonly LatentSession _session;
    private readonly double _fps;
    private readonly SessionReplay? _replay;
    private readonly AudioInput? _audio;
    private bool _begun;

    private SessionFrames(LatentSession session, FrameEngineInfo info, EngineMetadata engine, double fps, SessionReplay? replay, AudioInput? audio)
    {
        (_session, Info, Engine) = (session, info, engine);
        (_fps, _replay, _audio) = (fps, replay, audio);
    }

    /// <summary>Opens sound and session and waits for the engine.</summary>
    /// <param name="choice">Model and engine.</param>
    /// <param name="parameters">The whole session.</param>
    /// <param name="fps">Frames a second.</param>
    /// <param name="recording">What is replayed; null for nothing.</param>
    /// <param name="audio">The sound file that modulations follow; null for none.</param>
    /// <exception cref="Core.Errors.FaeException">The engine does not open, or a parameter is wrong.</exception>
    public static SessionFrames Open(GeneratorChoice choice, SessionParameters parameters, double fps, SessionRecording? recording = null, string? audio = null)
    {
        using var parts = new PartsInMaking();
        var sound = audio is null ? null : parts.Add(AudioInput.Open(audio, exact: true, line => Console.Error.WriteLine($"fae: {line}"), recording?.Start.Seconds ?? 0.0));
        var session = parts.Add(LatentSession.Create(new SessionOptions
        {
            Engine = choice.Engine,
            Models = name => choice.Engine.For(ModelFolder.Open(ContentFolder.Model(name))).Open(),
            Parameters = parameters,
            Start = recording?.Start ?? new SessionStart(),
            Audio = sound,
            Pacing = PacingMode.Exact,
        }));
        var info = session.WaitForEngine(EngineTimeout);
        var replay = recording is null ? null : new SessionReplay(recording, session);
        return parts.Finish(new SessionFrames(session, info, SessionMetadata.Of(choice.Engine, info.Device, info.VectorBits), fps, replay, sound));
    }

    /// <summary>The model and the device.</summary>
    public FrameEngineInfo Info { get; }

    /// <summary>The same for metadata.</summary>
    public EngineMetadata Engine { get; }

    /// <summary>Makes the next frame.</summary>
    /// <returns>RGBA of the model's size, top row first; until the next call.</returns>
    /// <exception cref="Core.Errors.FaeException">The engine failed.</exception>
    public ReadOnlySpan<byte> Next()
    {
        if (_replay is null)
        {
            _session.Update(_begun ? 1.0 / _fps : 0.0);
            _begun = true;
        }
        else
        {
            _replay.Next(1.0 / _fps);
        }

        return _session.Info!.ImageSize == Info.ImageSize
            ? _session.Pixels
            : throw new ConfigException($"Model '{_session.Info.Config.Name}' makes pictures of {_session.Info.ImageSize} pixels, the video has {Info.ImageSize}. A video keeps one size: leave that model out.");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _session.Dispose();
        _audio?.Dispose();
    }
}
