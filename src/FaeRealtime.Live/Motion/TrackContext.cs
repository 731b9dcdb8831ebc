using FaeRealtime.Live.Engines;
using FaeRealtime.Live.Frames;
using FaeRealtime.Live.Sessions;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Flow;
using FaeRealtime.Sampling.Walks;

namespace FaeRealtime.Live.Motion;

/// <summary>What a track works with.</summary>
/// <param name="Engine">Borrowed.</param>
/// <param name="Parameters">Fixed for the life of the track.</param>
/// <param name="Clock">For measurement.</param>
/// <param name="GenerateTimes">Receives the generator time of every finished latent.</param>
internal sealed record TrackContext(IFrameEngine Engine, SessionParameters Parameters, TimeProvider Clock, RollingTimes GenerateTimes)
{
    private SamplingPlan[]? _slices;

    /// <summary>The sampler's steps: the model's solver, shift and guidance stretches with the session's step count and scale.</summary>
    public SamplingPlan Plan { get; } = SamplingPlan.Of(Parameters.Applied(Engine.Info.Sampling), Engine.Info.Config.Generator.Path);

    /// <summary>The same, each step a plan of its own.</summary>
    public IReadOnlyList<SamplingPlan> Slices => _slices ??= [.. Plan.Steps.Select(step => new SamplingPlan([step]))];

    /// <summary>The latents' noise, key by key.</summary>
    public SeedWalk Seeds { get; } = new(Parameters.Seed);

    public int Channels => Engine.Info.Config.Latent.Channels;

    /// <summary>A key's number on a closed path, the number itself on an open one.</summary>
    public long Fold(long key) => Parameters.Loop ? key % Parameters.LoopKeys : key;

    /// <summary>The class of a key: the chosen one, or one that the key's own seed draws.</summary>
    /// <returns>Null for none.</returns>
    public int? ClassOf(long key) => Parameters.Class is { } chosen ? chosen
        : Parameters.MixClasses && Engine.Info.Classes.Count > 0 ? ClassDraw.Of(Seeds.KeySeed(Fold(key)), Engine.Info.Classes.Count)
        : null;

    /// <summary>Runs steps of the plan.</summary>
    /// <param name="noise">Where the first of them starts.</param>
    /// <param name="classes">The class, or a blend; empty for none.</param>
    /// <param name="steps">The steps.</param>
    /// <param name="seeds">The seeds behind the noise.</param>
    /// <param name="latent">Receives where the last ends; may be <paramref name="noise"/>.</param>
    /// <returns>Generator time in milliseconds.</returns>
    public double Generate(ReadOnlySpan<float> noise, ReadOnlySpan<WeightedClass> classes, SamplingPlan steps, ReadOnlySpan<WeightedSeed> seeds, Span<float> latent)
    {
        var started = Clock.GetTimestamp();
        Engine.Generate(noise, classes, steps, seeds, latent);
        return Clock.GetElapsedTime(started).TotalMilliseconds;
    }
}
