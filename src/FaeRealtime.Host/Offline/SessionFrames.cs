using FaeRealtime.Host.Output.Notes;
using FaeRealtime.Host.Running;
using FaeRealtime.Live.Engines;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Live.Sessions;

namespace FaeRealtime.Host.Offline;

/// <summary>The frames of a session in exact pacing, one after another, without a display.</summary>
internal sealed class SessionFrames : IDisposable
{
    private static readonly TimeSpan EngineTimeout = TimeSpan.FromMinutes(10);

    private readonly LatentSession _session;
    private readonly double _fps;
    private bool _begun;

    /// <param name="choice">Model and engine.</param>
    /// <param name="parameters">The whole session.</param>
    /// <param name="fps">Frames a second.</param>
    /// <exception cref="Core.Errors.FaeException">The engine does not open, or a parameter is wrong.</exception>
    public SessionFrames(GeneratorChoice choice, SessionParameters parameters, double fps)
    {
        _fps = fps;
        _session = LatentSession.Create(new SessionOptions { Engine = choice.Engine.Open, Parameters = parameters, Pacing = PacingMode.Exact });
        try
        {
            Info = _session.WaitForEngine(EngineTimeout);
        }
        catch
        {
            _session.Dispose();
            throw;
        }

        Engine = EngineNotes.Of(choice.Engine, Info.Device, Info.VectorBits);
    }

    /// <summary>The model and the device.</summary>
    public FrameEngineInfo Info { get; }

    /// <summary>The same for notes.</summary>
    public EngineNotes Engine { get; }

    /// <summary>Makes the next frame.</summary>
    /// <returns>RGBA of the model's size, top row first; until the next call.</returns>
    /// <exception cref="Core.Errors.FaeException">The engine failed.</exception>
    public ReadOnlySpan<byte> Next()
    {
        _session.Update(_begun ? 1.0 / _fps : 0.0);
        _begun = true;
        return _session.Pixels;
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();
}
