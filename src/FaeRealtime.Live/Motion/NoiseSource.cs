using FaeRealtime.Live.Parameters;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Paths;
using FaeRealtime.Sampling.Walks;

namespace FaeRealtime.Live.Motion;

/// <summary>The whole sampler every frame, or as often as the pacing says, over noise that moves continuously.</summary>
internal sealed class NoiseSource : ILatentSource
{
    // The weight of the moving average is that of a frame at this rate.
    private const double EmaRate = 60.0;

    private readonly float[] _noise;
    private readonly float[] _sampled;
    private readonly float[] _before;
    private readonly ClassFade _classes = new();
    private readonly WordFade _words;
    private SourceContext _context;
    private WeightedSeed[] _seeds;
    private WeightedSeed[] _sampledSeeds;
    private int _sampledCount;
    private long _samples;
    private object? _sampledPlan;
    private double _phase;

    /// <param name="context">Engine, parameters, plan.</param>
    /// <param name="position">Where on its path it goes on, in keys.</param>
    public NoiseSource(SourceContext context, double position)
    {
        (_context, Position) = (context, position);
        _noise = new float[context.Info.LatentLength];
        _sampled = new float[_noise.Length];
        _before = new float[_noise.Length];
        _words = new WordFade(context.Info.Words?.Numbers ?? 0);
        _seeds = new WeightedSeed[context.Path.MostSeeds];
        _sampledSeeds = new WeightedSeed[_seeds.Length];
    }

    /// <inheritdoc/>
    public double Position { get; private set; }

    /// <inheritdoc/>
    public double Round => Parameters.Source.Round(Position);

    /// <inheritdoc/>
    public bool IsReady => true;

    private SessionParameters Parameters => _context.Parameters;

    /// <inheritdoc/>
    public bool TryUpdate(SessionParameters parameters)
    {
        var (now, other) = (Parameters, parameters);
        var follows = ParameterTable.EffectOf(now, other) < ParameterEffect.NewPath && now.Source.SameKeyframes(other.Source) && now.Source.Paint == other.Source.Paint
            && now.Source.Seeds.Select(item => item.Seed).SequenceEqual(other.Source.Seeds.Select(item => item.Seed))
            && now.Sampler.Schedule.Count == other.Sampler.Schedule.Count
            && now.Condition.Classes.Count > 0 == other.Condition.Classes.Count > 0
            && (other.Condition.Transition.Quantize == QuantizeKind.None || now.Condition.SameRequest(other.Condition, _context.Info.Directions));
        if (follows && !ReferenceEquals(now, other))
        {
            if (!now.Condition.SameRequest(other.Condition, _context.Info.Directions))
            {
                _classes.Begin();
                _words.Begin();
            }

            _context = _context.With(other);
        }

        return follows;
    }

    /// <inheritdoc/>
    public bool Advance(in FrameStep turn, FramePoint point)
    {
        Position = _context.Path.Place(Position + turn.Distance);
        _classes.Pass(turn.Seconds);
        _words.Pass(turn.Seconds);
        var rate = Parameters.Pacing.GenerateHz;
        _phase = rate > 0 && _samples > 0 ? _phase + (turn.Seconds * rate) : 1.0;
        if (_phase >= 1.0)
        {
            _phase = rate > 0 ? Math.Min(_phase - 1.0, 1.0) : 1.0;
            _sampled.CopyTo(_before, 0);
            Sample(rate > 0 ? 1.0 / rate : turn.Seconds);
        }

        point.Set(_sampled);
        if (_phase < 1.0 && _samples > 1)
        {
            LatentBlend.Blend(_before, _sampled, _phase, _context.Channels, Parameters.Source.Interpolation, point.Latent);
        }

        return true;
    }

    /// <inheritdoc/>
    public bool Prepare() => false;

    private void Sample(double seconds)
    {
        var seeds = Seeds();
        Span<WeightedClass> blend = stackalloc WeightedClass[ClassFade.MostClasses];
        var classes = blend[.._classes.Apply(Parameters.Condition.Transition, blend, _context.Path.Classes(Position, blend))];
        var words = _words.Apply(Parameters.Condition.Transition, _context.WordsAt(Position));
        var coherence = Parameters.Coherence;
        if (!coherence.IsActive && IsSampled(seeds) && _classes.IsUnchanged && _words.IsUnchanged)
        {
            return;
        }

        _context.FillNoise(seeds, _noise);
        Mix(coherence);

        _context.GenerateTimes.Add(_context.Generate(_noise, new(classes, words), _context.Plan, seeds, _noise));
        if (_samples > 0 && coherence.Ema > 0)
        {
            LatentBlend.Blend(_noise, _sampled, Math.Pow(coherence.Ema, seconds * EmaRate), _context.Channels, InterpolationKind.Gaussian, _noise);
        }

        _noise.CopyTo(_sampled, 0);
        seeds.CopyTo(_sampledSeeds);
        (_sampledCount, _sampledPlan) = (seeds.Length, _context.Plan);
        _samples++;
    }

    // What is left of the last latent: in the noise, and where sampling starts from it, or from what comes in.
    private void Mix(CoherenceParameters coherence)
    {
        if (coherence.Feedback > 0 && _samples > 0)
        {
            Add(Math.Sqrt(1.0 - (coherence.Feedback * coherence.Feedback)), coherence.Feedback, _sampled);
        }

        var input = _context.Input is { IsPresent: true } present ? present : null;
        if (coherence.Renoise < 1 && (input is not null || _samples > 0))
        {
            var point = FlowPath.At(_context.Info.Config.Generator.Path, coherence.Renoise);
            Add(point.Sigma, point.Alpha, input is null ? _sampled : input.Latent);
        }
    }

    private void Add(double noise, double share, ReadOnlySpan<float> latent)
    {
        for (var i = 0; i < _noise.Length; i++)
        {
            _noise[i] = (float)((noise * _noise[i]) + (share * latent[i]));
        }
    }

    private ReadOnlySpan<WeightedSeed> Seeds()
    {
        var most = _context.Path.MostSeeds;
        if (_seeds.Length < most)
        {
            (_seeds, _sampledSeeds) = (new WeightedSeed[most], new WeightedSeed[most]);
            _sampledPlan = null;
        }

        return _seeds.AsSpan(0, _context.Path.Seeds(Position, _seeds));
    }

    private bool IsSampled(ReadOnlySpan<WeightedSeed> seeds) =>
        ReferenceEquals(_sampledPlan, _context.Plan) && seeds.SequenceEqual(_sampledSeeds.AsSpan(0, _sampledCount));
}
