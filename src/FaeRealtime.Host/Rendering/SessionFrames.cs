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
    private readonly SessionReplay? _player;
    private readonly AudioInput? _audio;
    private bool _begun;

    /// <param name="choice">Model and engine.</param>
    /// <param name="parameters">The whole session.</param>
    /// <param name="fps">Frames a second.</param>
    /// <param name="set">The live set to play; null for none.</param>
    /// <param name="audio">The sound file that modulations follow; null for none.</param>
    /// <exception cref="Core.Errors.FaeException">The engine does not open, or a parameter is wrong.</exception>
    public SessionFrames(GeneratorChoice choice, SessionParameters parameters, double fps, SessionRecording? set = null, string? audio = null)
    {
        _fps = fps;
        _audio = audio is null ? null : AudioInput.Open(audio, exact: true, line => Console.Error.WriteLine($"fae: {line}"), set?.Start.Seconds ?? 0.0);
        _session = LatentSession.Create(new SessionOptions
        {
            Engine = choice.Engine,
            Models = name => choice.Engine.For(ModelFolder.Open(ContentFolder.Model(name))).Open(),
            Parameters = parameters,
            Start = set?.Start ?? new SessionStart(),
            Audio = _audio,
            Pacing = PacingMode.Exact,
        });
        try
        {
            Info = _session.WaitForEngine(EngineTimeout);
            _player = set is null ? null : new SessionReplay(set, _session);
        }
        catch
        {
            Dispose();
            throw;
        }

        Engine = SessionMetadata.Of(choice.Engine, Info.Device, Info.VectorBits);
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
        if (_player is null)
        {
            _session.Update(_begun ? 1.0 / _fps : 0.0);
            _begun = true;
        }
        else
        {
            _player.Next(1.0 / _fps);
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
