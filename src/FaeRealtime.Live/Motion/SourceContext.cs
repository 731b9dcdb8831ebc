using FaeRealtime.Engines;
using FaeRealtime.Live.Frames;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Flow;
using FaeRealtime.Sampling.Paths;
using FaeRealtime.Sampling.Walks;

namespace FaeRealtime.Live.Motion;

/// <summary>What a source works with.</summary>
/// <param name="engine">Borrowed.</param>
/// <param name="parameters">What was asked for.</param>
/// <param name="clock">For measurement.</param>
/// <param name="generateTimes">Receives the generator time of every finished latent.</param>
/// <param name="input">What comes in from outside; null for nothing. Borrowed.</param>
/// <param name="kept">What stays while the rest is made anew; null for nothing.</param>
internal sealed class SourceContext(IFrameEngine engine, SessionParameters parameters, TimeProvider clock, RollingTimes generateTimes, InputMix? input = null, KeptPlaces? kept = null)
{
    // Rows of a long prompt's states are large, and no path needs more than those around it at once.
    private const int MostDrawn = 8;

    private SamplingPlan[]? _slices;
    private readonly Dictionary<ulong, float[]> _drawn = [];
    private float[]? _words;
    private float[]? _between;
    private float[]? _noise;

    public FrameEngineInfo Info => engine.Info;

    public SessionParameters Parameters => parameters;

    public RollingTimes GenerateTimes => generateTimes;

    public InputMix? Input => input;

    public int Channels => engine.Info.Config.Latent.Channels;

    /// <summary>The sampler's steps: the model's solver and guidance stretches with the session's values.</summary>
    public SamplingPlan Plan { get; } = SamplingPlan.Of(parameters.Applied(engine.Info.Sampling), engine.Info.Config.Generator.Path);

    /// <summary>The same, each step a plan of its own.</summary>
    public IReadOnlyList<SamplingPlan> Slices => _slices ??= [.. Plan.Steps.Select(step => new SamplingPlan([step]))];

    /// <summary>Where the source leads.</summary>
    public SourcePath Path { get; } = new(parameters.Source, parameters.Condition, engine.Info.Classes.Count);

    /// <summary>The prompt and the directions of phrases as the generator takes them, <c>[W]</c>; empty for none. Its phrases are encoded by now.</summary>
    public ReadOnlySpan<float> Words => _words ??= parameters.Words(engine.Info);

    /// <summary>The words of a key, as <see cref="Words"/>: those that its seed draws where nothing is asked for.</summary>
    /// <param name="key">Its number.</param>
    public ReadOnlySpan<float> KeyWords(long key)
    {
        if (engine.Info.Prompts is not { } prompts || Path.DrawingSeed(key) is not { } seed)
        {
            return Words;
        }

        if (!_drawn.TryGetValue(seed, out var row))
        {
            if (_drawn.Count == MostDrawn)
            {
                _drawn.Clear();
            }

            _drawn[seed] = row = DrawnWords(prompts, seed);
        }

        return row;
    }

    /// <summary>The words at a position: each key hands its own over to the next.</summary>
    /// <param name="position">In keys.</param>
    public ReadOnlySpan<float> WordsAt(double position)
    {
        if (engine.Info.Prompts is null || !parameters.Condition.DrawsClass)
        {
            return Words;
        }

        var (key, share) = Path.Between(position);
        var before = KeyWords(key);
        var after = KeyWords(key + 1);
        _between ??= new float[before.Length];
        var smooth = (float)Easing.Smooth(share);
        for (var i = 0; i < _between.Length; i++)
        {
            _between[i] = before[i] + (smooth * (after[i] - before[i]));
        }

        return _between;
    }

    /// <summary>The same for other parameters.</summary>
    public SourceContext With(SessionParameters other) => new(engine, other, clock, generateTimes, input, kept);

    /// <summary>Runs steps of the plan.</summary>
    /// <param name="noise">Where the first of them starts.</param>
    /// <param name="condition">Classes and words.</param>
    /// <param name="steps">The steps.</param>
    /// <param name="seeds">The seeds behind the noise.</param>
    /// <param name="latent">Receives where the last ends; may be <paramref name="noise"/>.</param>
    /// <returns>Generator time in milliseconds.</returns>
    public double Generate(ReadOnlySpan<float> noise, EngineCondition condition, SamplingPlan steps, ReadOnlySpan<WeightedSeed> seeds, Span<float> latent)
    {
        var started = clock.GetTimestamp();
        if (kept is null)
        {
            engine.Generate(noise, condition, steps, seeds, latent);
        }
        else
        {
            GenerateAround(kept, noise, condition, steps, seeds, latent);
        }

        return clock.GetElapsedTime(started).TotalMilliseconds;
    }

    /// <summary>Goes over to the features of a point's latent.</summary>
    public void DecodeFeatures(FramePoint point) => point.DecodeFeatures(engine);

    /// <summary>Draws the noise of a blend as the source's interpolation wants it.</summary>
    public void FillNoise(ReadOnlySpan<WeightedSeed> seeds, Span<float> noise)
    {
        if (parameters.Source.Interpolation == InterpolationKind.Lerp)
        {
            PriorBlend.FillSum(seeds, noise);
        }
        else
        {
            PriorBlend.FillNoise(seeds, noise);
        }
    }

    private void GenerateAround(KeptPlaces stays, ReadOnlySpan<float> noise, EngineCondition condition, SamplingPlan steps, ReadOnlySpan<WeightedSeed> seeds, Span<float> latent)
    {
        _noise ??= new float[latent.Length];
        FillNoise(seeds, _noise);
        var state = noise;
        foreach (var slice in ReferenceEquals(steps, Plan) ? Slices : [steps])
        {
            engine.Generate(state, condition, slice, seeds, latent);
            var point = FlowPath.At(engine.Info.Config.Generator.Path, slice.Steps[^1].R);
            stays.Hold(latent, _noise, point.Alpha, point.Sigma);
            state = latent;
        }
    }

    private float[] DrawnWords(DrawnPrompts prompts, ulong seed)
    {
        var prompt = prompts.Of(seed, ClassDraw.Of(seed, Math.Max(1, engine.Info.Config.Generator.Classes)));
        var words = (parameters.Condition with { Prompt = prompt }).Words(engine.Info.Words, engine.Info.Directions, engine.Info.Config.Name);
        return words.Length > 0 ? words : new float[engine.Info.Words!.Numbers];
    }
}
