using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Engines;
using FaeRealtime.Sampling.Conditions;

namespace FaeRealtime.Live.Parameters;

/// <summary>Everything that can be changed while a session runs: one tree, which files, flags, the page, HTTP and OSC all set. A change makes a new record; a wrong value is refused with its range, never clamped.</summary>
/// <remarks><see cref="ParameterTable"/> names every single value with its range; <see cref="ParameterJson"/> reads and changes the tree as JSON.</remarks>
public sealed record SessionParameters
{
    /// <summary>The model by name, as the session's owner knows it; empty for the one that the session was created with.</summary>
    public string Model { get; init; } = string.Empty;

    /// <summary>How latents are sampled.</summary>
    public SamplerParameters Sampler { get; init; } = new();

    /// <summary>What the pictures are made from, and how that moves.</summary>
    public SourceParameters Source { get; init; } = new();

    /// <summary>What they shall show.</summary>
    public ConditionParameters Condition { get; init; } = new();

    /// <summary>How much of the picture before is in the next.</summary>
    public CoherenceParameters Coherence { get; init; } = new();

    /// <summary>How often things happen.</summary>
    public PacingParameters Pacing { get; init; } = new();

    /// <summary>The beat.</summary>
    public TempoParameters Tempo { get; init; } = new();

    /// <summary>Numbers that move by themselves.</summary>
    public IReadOnlyList<Modulation> Modulation { get; init; } = [];

    /// <summary>What is shown.</summary>
    public OutputParameters Output { get; init; } = new();

    /// <summary>Whether the path is paused; controls still act.</summary>
    public bool Paused { get; init; }

    /// <summary>Whether the picture is black.</summary>
    public bool Blackout { get; init; }

    /// <summary>The defaults with what a model recommends.</summary>
    /// <param name="sampling">The model folder's sampling.</param>
    public static SessionParameters For(SamplingConfig sampling) => new() { Sampler = SamplerParameters.For(sampling) };

    /// <summary>A model's sampling with the session's values.</summary>
    /// <param name="sampling">The model folder's sampling.</param>
    public SamplingConfig Applied(SamplingConfig sampling)
    {
        var applied = Sampler.Applied(sampling, Condition.IsConditioned || Source.Keyframes.Any(keyframe => keyframe.Classes.Count > 0));
        var start = Coherence.Renoise;

        // Sampling from a latent that is only partly noised starts where that lies.
        return Source.Space == SourceSpace.Noise && start < applied.Start
            ? applied with { Start = start, Times = applied.Times.Count == 0 ? [] : [start, .. applied.Times.Where(t => t < start)] }
            : applied;
    }

    /// <summary>Whether another record leads through the same keys, made in the same way.</summary>
    /// <param name="other">The other.</param>
    /// <param name="directions">The model's directions; null for none.</param>
    internal bool SameKeys(SessionParameters other, ModelDirections? directions)
    {
        return ParameterTable.EffectOf(this, other) == ParameterEffect.Immediate
            && Source.Paint == other.Source.Paint && Source.SameSeeds(other.Source) && Source.SameKeyframes(other.Source) && Condition.SameRequest(other.Condition, directions) && Sampler.SamePlan(other.Sampler);
    }

    /// <summary>Checks every value.</summary>
    /// <param name="classes">How many classes the model has.</param>
    /// <param name="sampling">The model folder's sampling, whose solver may need more steps; null where it is not known yet.</param>
    /// <returns>All problems, each naming the value and what is allowed; empty when there are none.</returns>
    public IReadOnlyList<string> Problems(int classes, SamplingConfig? sampling = null)
    {
        var problems = ParameterCheck.Problems(this, classes);
        return problems.Count > 0 || sampling is null ? problems : [.. Applied(sampling).Validate(), .. Condition.GuidanceProblems(Applied(sampling))];
    }

    /// <summary>Refuses values that do not fit a model.</summary>
    /// <param name="engine">The model.</param>
    /// <exception cref="ConfigException">One or more values are out of range, a picture is another model's, or there are no samples.</exception>
    internal void Validate(FrameEngineInfo engine)
    {
        Validate(engine.Classes.Count, engine.Sampling);
        Words(engine);
        if (SampleChoice.Wants(Source))
        {
            _ = SampleChoice.Of(engine, this);
        }

        foreach (var one in Modulation.Where(one => one.Target.StartsWith(ConditionParameters.DirectionPrefix, StringComparison.Ordinal)))
        {
            DirectionWeights.None.With(one.Target[ConditionParameters.DirectionPrefix.Length..], double.Epsilon).Require(engine.Directions, engine.Config.Name);
        }

        for (var i = 0; Source.HoldsImages && i < Source.Keyframes.Count; i++)
        {
            if (Source.Keyframes[i].Image is { } picture && (picture.Model != engine.ModelHash || picture.Values()!.Length != engine.LatentLength))
            {
                throw new ConfigException($"source/keyframes[{i}]/picture is {picture.Name}, a latent of the model of hash {picture.Model}; '{engine.Config.Name}' has {engine.ModelHash}. Drop the picture on this model, or set source/mode otherwise.");
            }
        }
    }

    /// <summary>The prompt and the directions of phrases as the generator takes them. New phrases are encoded here, on the thread that asks for them, so that no frame waits.</summary>
    /// <param name="engine">The model.</param>
    /// <returns>As <see cref="PhraseVectors.Read"/> makes them; empty without words.</returns>
    /// <exception cref="ConfigException">The model knows no words, or not these, or has no such directions.</exception>
    internal float[] Words(FrameEngineInfo engine) => Condition.Words(engine.Words, engine.Directions, engine.Config.Name);

    /// <summary>Refuses wrong values.</summary>
    /// <param name="classes">How many classes the model has.</param>
    /// <param name="sampling">The model folder's sampling; null where it is not known yet.</param>
    /// <exception cref="ConfigException">One or more values are out of range.</exception>
    public void Validate(int classes, SamplingConfig? sampling = null)
    {
        if (Problems(classes, sampling) is { Count: > 0 } problems)
        {
            throw new ConfigException(string.Join(' ', problems));
        }
    }
}

/// <summary>The beat that changes and modulations may follow.</summary>
public sealed record TempoParameters
{
    /// <summary>Beats a minute, 20 to 300.</summary>
    public double Bpm { get; init; } = 120.0;

    /// <summary>Beats of a bar, 1 to 16.</summary>
    public int BeatsPerBar { get; init; } = 4;

    /// <summary>Where the first beat of a bar lies, in beats after the session's start, −1e9 to 1e9; tapping sets it.</summary>
    public double Origin { get; init; }
}

/// <summary>How often things happen.</summary>
public sealed record PacingParameters
{
    /// <summary>Highest <see cref="FpsLimit"/>.</summary>
    public const double MaximumFps = 1000.0;

    /// <summary>Most frames a second that are decoded, 1 to 1000. Default 60: what most displays show.</summary>
    public double FpsLimit { get; init; } = 60.0;

    /// <summary>Most latents a second that are sampled in space <see cref="SourceSpace.Noise"/>, 0 to 1000: frames between them are blends, one period late. 0 samples every frame.</summary>
    public double GenerateHz { get; init; }

    /// <summary>Whether a window waits for the display.</summary>
    public bool Vsync { get; init; } = true;
}
