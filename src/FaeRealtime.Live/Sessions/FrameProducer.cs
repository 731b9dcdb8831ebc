using FaeRealtime.Live.Engines;
using FaeRealtime.Live.Frames;
using FaeRealtime.Live.Motion;

namespace FaeRealtime.Live.Sessions;

/// <summary>Turns parameters and time into frames. Lives on the generator thread, as long as one engine.</summary>
internal sealed class FrameProducer
{
    private readonly IFrameEngine _engine;
    private readonly TimeProvider _clock;
    private readonly SessionMeasures _measures;
    private readonly float[] _latent;
    private readonly float[] _shown;
    private SessionParameters _parameters;
    private ILatentTrack? _track;
    private long _frames;
    private bool _onDevice;

    public FrameProducer(IFrameEngine engine, SessionParameters parameters, TimeProvider clock, SessionMeasures measures)
    {
        (_engine, _parameters, _clock, _measures) = (engine, parameters, clock, measures);
        _latent = new float[engine.Info.LatentLength];
        _shown = new float[engine.Info.LatentLength];
        _track = Open(parameters, null);
    }

    /// <summary>Takes changed parameters; a change of path leaves from the latent that is shown.</summary>
    public void Apply(SessionParameters parameters)
    {
        if (!parameters.SamePath(_parameters))
        {
            _track = Open(parameters, _frames == 0 ? null : (float[])_shown.Clone());
        }

        _parameters = parameters;
    }

    /// <summary>Makes the frame that lies a step in time ahead, unless it would equal the one before.</summary>
    /// <param name="seconds">Since the last turn.</param>
    /// <param name="complete">Exact pacing: finish what the frame needs, and make it even if it equals the one before.</param>
    /// <param name="onDevice">Whether the picture may stay in the engine's device memory, where the engine can do that.</param>
    /// <param name="mailbox">Receives the frame.</param>
    /// <returns>How soon the next turn is due.</returns>
    public NextTurn Produce(double seconds, bool complete, bool onDevice, FrameMailbox mailbox)
    {
        var sampledAt = _clock.GetTimestamp();
        var distance = _parameters.Paused ? 0.0 : seconds * _parameters.Speed;
        var idle = false;
        if (_track!.Advance(new TrackTurn(distance, seconds, complete), _latent))
        {
            idle = !complete && _frames > 0 && onDevice == _onDevice && _latent.AsSpan().SequenceEqual(_shown);
            if (!idle)
            {
                _onDevice = onDevice;
                Paint(sampledAt, mailbox);
            }
        }

        var rests = !complete && _track.Prepare();
        return rests ? NextTurn.AtOnce : idle && distance == 0.0 ? NextTurn.OnChange : NextTurn.OnTime;
    }

    private void Paint(long sampledAt, FrameMailbox mailbox)
    {
        var side = _engine.Info.ImageSize;
        var info = new FrameInfo(_frames, side, side, sampledAt, _track!.Position);
        var started = _clock.GetTimestamp();
        if (_onDevice && _engine is IDeviceFrameEngine engine)
        {
            var image = engine.Decode(_latent, mailbox.WritingSlot);
            _measures.Decode.Add(_clock.GetElapsedTime(started).TotalMilliseconds);
            mailbox.Publish(info, image);
        }
        else
        {
            var pixels = mailbox.Begin(side, side);
            _engine.Decode(_latent, pixels);
            _measures.Decode.Add(_clock.GetElapsedTime(started).TotalMilliseconds);
            _measures.AddHostPixels(pixels.Length);
            mailbox.Publish(info);
        }

        _latent.CopyTo(_shown.AsSpan());
        _frames++;
    }

    private ILatentTrack Open(SessionParameters parameters, float[]? shown)
    {
        var context = new TrackContext(_engine, parameters, _clock, _measures.Generate);
        var before = _track;
        var continues = before is not null && parameters.Mode == _parameters.Mode && parameters.Seed == _parameters.Seed;
        var firstKey = continues ? before!.NextKey : 0;
        return parameters.Mode switch
        {
            SessionMode.Walk => new WalkTrack(context, Start(parameters, shown, continues ? before!.Position : 0.0)),
            SessionMode.Samples => new MorphTrack(new SampleKeys(context), context.Channels, firstKey, shown),
            _ => new MorphTrack(new GeneratedKeys(context), context.Channels, firstKey, shown),
        };
    }

    // Between two classes on one path the generator itself can blend; everything else fades.
    private WalkStart Start(SessionParameters parameters, float[]? shown, double position) =>
        parameters.Class is not null && _parameters.Class is not null && parameters.SamePath(_parameters with { Class = parameters.Class })
            ? new WalkStart(position, null, _parameters.Class)
            : new WalkStart(position, shown, null);
}
