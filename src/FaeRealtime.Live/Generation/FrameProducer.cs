using System.Runtime.InteropServices;
using FaeRealtime.Engines;
using FaeRealtime.Live.Frames;
using FaeRealtime.Live.Motion;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Live.Time;
using FaeRealtime.Live.Views;

namespace FaeRealtime.Live.Generation;

/// <summary>Turns parameters and time into frames. Lives on the generator thread, as long as one engine.</summary>
internal sealed class FrameProducer
{
    // Alpha is the last of four bytes.
    private static readonly uint OpaqueBlack = BitConverter.IsLittleEndian ? 0xFF00_0000u : 0x0000_00FFu;

    private readonly IFrameEngine _engine;
    private readonly TimeProvider _clock;
    private readonly SessionMeasures _measures;
    private readonly FrameFade _fade;
    private readonly DirectionFade _directions;
    private readonly InputMix _input;
    private readonly FrameView _view;
    private readonly SessionTime _time;
    private readonly IAudioLevels? _audio;
    private readonly Modulator _modulator;
    private readonly BeatClock _beat;
    private FramePoint _point;
    private FramePoint _shown;
    private SessionParameters _requested;
    private KeptPlaces? _kept;
    private ILatentView? _shownView;
    private SessionParameters _parameters;
    private ILatentSource _source;
    private ILatentSource? _next;
    private ILatentSource? _roundOf;
    private double _round;
    private long _frames;
    private bool _onDevice;
    private bool _blackout;

    private FrameProducer(IFrameEngine engine, SourceContext context, InputMix input, ILatentSource source, SessionTime time, SessionOptions options, SessionMeasures measures)
    {
        (_engine, _requested, _parameters, _source, _input) = (engine, context.Parameters, context.Parameters, source, input);
        (_time, _audio, _clock, _measures) = (time, options.Audio, options.Clock, measures);
        (_modulator, _beat) = (new Modulator(time, options.Audio), new BeatClock(time));
        _point = new FramePoint(new float[engine.Info.LatentLength]);
        _shown = new FramePoint(new float[engine.Info.LatentLength]);
        _fade = new FrameFade(engine);
        _directions = new DirectionFade(engine);
        _view = new FrameView(engine, options.Clock, measures.Generate);
    }

    /// <summary>Opens the view and the source of the first frame.</summary>
    /// <param name="engine">Borrowed.</param>
    /// <param name="parameters">The first ones.</param>
    /// <param name="time">The session's.</param>
    /// <param name="options">Sound, input and clock.</param>
    /// <param name="measures">Receives the times.</param>
    public static FrameProducer Open(IFrameEngine engine, SessionParameters parameters, SessionTime time, SessionOptions options, SessionMeasures measures)
    {
        // A session recording that began between two keys is played from there.
        var input = new InputMix(engine, options.Input);
        var context = new SourceContext(engine, parameters, options.Clock, measures.Generate, input);
        var source = OpenSource(context, time.Position, exactly: true);
        var producer = new FrameProducer(engine, context, input, source, time, options, measures);
        producer._view.Apply(parameters);
        return producer;
    }

    /// <summary>Takes parameters for the next frame.</summary>
    public void Apply(SessionParameters parameters) => _requested = parameters;

    /// <summary>Makes the frame that lies a step in time ahead, unless it would equal the one before.</summary>
    /// <param name="seconds">Since the last turn.</param>
    /// <param name="complete">Exact pacing: finish what the frame needs, and make it even if it equals the one before.</param>
    /// <param name="onDevice">Whether the picture may stay in the engine's device memory, where the engine can do that.</param>
    /// <param name="mailbox">Receives the frame.</param>
    /// <returns>How soon the next turn is due.</returns>
    public NextTurn Produce(double seconds, bool complete, bool onDevice, FrameMailbox mailbox)
    {
        var sampledAt = _clock.GetTimestamp();
        _time.Pass(seconds, _parameters.Tempo.Bpm);
        _audio?.Advance(seconds);
        _input.Pass(seconds);
        Update(Moved());
        var distance = _parameters.Paused ? 0.0 : seconds * _parameters.Source.Speed;
        var turn = new FrameStep(distance, seconds, complete);
        var idle = false;
        onDevice &= _view.Current is null;
        var due = _beat.IsDue(_parameters);
        ChangeSource(due, complete);
        if (_source.Advance(turn, _point))
        {
            _input.Apply(_parameters.Source, _point);
            _kept?.Apply(_point);
            _fade.Apply(seconds, _parameters.Condition.Transition, _point);
            var same = !_directions.Apply(seconds, _parameters, due) && onDevice == _onDevice && _parameters.Blackout == _blackout && ReferenceEquals(_view.Current, _shownView) && _point.SequenceEqual(_shown);
            idle = !complete && _frames > 0 && same;
            if (!idle)
            {
                (_onDevice, _blackout, _shownView) = (onDevice, _parameters.Blackout, _view.Current);
                MakeFrame(sampledAt, mailbox);
            }
        }

        var waits = !complete && Prepare(sampledAt);
        return waits ? NextTurn.AtOnce : idle && distance == 0.0 && _requested.Modulation.Count == 0 && _next is null && !_directions.Waits && !_input.Acts(_parameters) ? NextTurn.OnChange : NextTurn.OnTime;
    }

    // The present source does not wait while another is on its way: that one gets what is left of the frame's time.
    private bool Prepare(long sampledAt)
    {
        if (_next is null)
        {
            return _source.Prepare();
        }

        var period = TimeSpan.FromSeconds(1.0 / _parameters.Pacing.FpsLimit);
        do
        {
            _next.Prepare();
        }
        while (!_next.IsReady && _clock.GetElapsedTime(sampledAt) < period);

        return false;
    }

    // Each number stays in its range; where moved ones do not fit each other, such as guidance that would end before it begins, none moves for that moment.
    private SessionParameters Moved()
    {
        var moved = _modulator.At(_requested);
        var fits = (ReferenceEquals(moved.Sampler, _requested.Sampler) && ReferenceEquals(moved.Coherence, _requested.Coherence)) || moved.Problems(_engine.Info.Classes.Count, _engine.Info.Sampling).Count == 0;
        return fits ? moved : _requested;
    }

    // What needs another source gets one, and the present one runs on until that has a picture.
    private void Update(SessionParameters parameters)
    {
        var keeps = Keeps(parameters);
        if (ReferenceEquals(parameters, _parameters) && !keeps)
        {
            return;
        }

        if (keeps)
        {
            _kept = parameters.Source.Paint.Length == 0 ? null : new KeptPlaces([.. _shown.Latent], parameters.Source.Paint, _engine);
        }

        if (!keeps && _source.TryUpdate(parameters))
        {
            _next = null;
        }
        else if (_next is null)
        {
            _next = OpenSource(parameters, Continued(parameters));
        }
        else
        {
            // One on its way comes first, whatever is asked for meanwhile: a slider in motion would otherwise never see a picture.
            _next.TryUpdate(parameters);
        }

        _view.Apply(parameters);
        _parameters = parameters;
    }

    // What stays is what is shown when the mask changes; at the beginning, the first picture.
    private bool Keeps(SessionParameters parameters) => _frames > 0 && (parameters.Source.Paint != _parameters.Source.Paint || (_kept is null && parameters.Source.Paint.Length > 0));

    // What waits for the beat is made meanwhile, so that it is there in time.
    private void ChangeSource(bool due, bool complete)
    {
        while (_next is not null && ((due && (complete || _next.IsReady)) || _frames == 0))
        {
            (_source, _next) = (_next, null);
            if (_frames > 0 && _parameters.Coherence.WarmStart)
            {
                _fade.Begin(_shown, _parameters.Condition.Transition);
            }

            _next = _source.TryUpdate(_parameters) ? null : OpenSource(_parameters, Continued(_parameters));
        }
    }

    private void MakeFrame(long sampledAt, FrameMailbox mailbox)
    {
        _time.Position = _source.Position;
        CountLoops();
        _point.Latent.CopyTo(mailbox.BeginLatent(_point.Latent.Length));

        // A view shows the way to the picture, which directions are no part of.
        var features = _shownView is null ? _directions.Features(_point) : _point.Features;
        features.CopyTo(mailbox.BeginFeatures(features.Length));
        var (width, height) = _shownView is { } view ? (view.Width, view.Height) : (_engine.Info.ImageSize, _engine.Info.ImageSize);
        var info = new FrameInfo(_frames, width, height, sampledAt, _source.Position) { Turns = _time.Turns };
        var started = _clock.GetTimestamp();
        if (_onDevice && !_blackout && _engine is IDeviceFrameEngine engine)
        {
            var image = features.Length > 0 ? engine.DecodePixels(features, mailbox.WritingSlot) : engine.Decode(_point.Latent, mailbox.WritingSlot);
            _measures.Decode.Add(_clock.GetElapsedTime(started).TotalMilliseconds);
            mailbox.Publish(info, image);
        }
        else
        {
            var pixels = mailbox.Begin(width, height);
            DecodeToHost(features, pixels);
            _measures.Decode.Add(_clock.GetElapsedTime(started).TotalMilliseconds);
            _measures.AddHostPixels(pixels.Length);
            mailbox.Publish(info);
        }

        (_point, _shown) = (_shown, _point);
        _frames++;
    }

    // Position moved backwards on the same source: one loop completed.
    private void CountLoops()
    {
        var round = _source.Round;
        if (ReferenceEquals(_source, _roundOf) && round < _round)
        {
            _time.Turns++;
        }

        (_roundOf, _round) = (_source, round);
    }

    private void DecodeToHost(ReadOnlySpan<float> features, Span<byte> rgba)
    {
        if (_blackout)
        {
            MemoryMarshal.Cast<byte, uint>(rgba).Fill(OpaqueBlack);
        }
        else if (_shownView is { } view)
        {
            view.Draw(_point, _source.Position, rgba);
        }
        else if (features.Length > 0)
        {
            _engine.DecodePixels(features, rgba);
        }
        else
        {
            _engine.Decode(_point.Latent, rgba);
        }
    }

    private ILatentSource OpenSource(SessionParameters parameters, double position) => OpenSource(new SourceContext(_engine, parameters, _clock, _measures.Generate, _input, _kept), position);

    private static ILatentSource OpenSource(SourceContext context, double position, bool exactly = false)
    {
        var parameters = context.Parameters;
        if (parameters.Source.Space == SourceSpace.Noise)
        {
            return new NoiseSource(context, position);
        }

        IKeySource keys = parameters.Source.Keys == SourceKeys.Samples ? new SampleKeys(context) : new GeneratedKeys(context);
        keys = parameters.Source.Space == SourceSpace.Feature ? new FeatureKeys(keys, context) : keys;
        var (key, share) = context.Path.Entry(position, exactly);
        return new MorphSource(keys, context.Channels, key, parameters, share, context.Info.Directions);
    }

    // Another path starts at its beginning; the same one, otherwise asked for, and a timeline that is being edited go on where they are.
    private double Continued(SessionParameters parameters)
    {
        var (a, b) = (_parameters.Source, parameters.Source);
        return a.Mode == b.Mode && a.Keys == b.Keys && (a.Mode == SourceMode.Keyframes ? a.SharesKeyframes(b) : (a.SameSeeds(b) && a.LoopKeys == b.LoopKeys)) ? _source.Position : 0.0;
    }
}

/// <summary>How soon the generator thread is needed again.</summary>
internal enum NextTurn
{
    /// <summary>The picture waits for a key.</summary>
    AtOnce,

    /// <summary>When the next frame is due.</summary>
    OnTime,

    /// <summary>Nothing moves and nothing is missing: not before a parameter changes.</summary>
    OnChange,
}
