using FaeRealtime.Live.Engines;
using FaeRealtime.Live.Frames;
using FaeRealtime.Live.Sessions;
using FaeRealtime.Models.Generators;
using FaeRealtime.Sampling.Flow;

namespace FaeRealtime.Live.Motion;

/// <summary>What a track works with.</summary>
/// <param name="Engine">Borrowed.</param>
/// <param name="Parameters">Fixed for the life of the track.</param>
/// <param name="Clock">For measurement.</param>
/// <param name="GenerateTimes">Receives the generator time of every finished latent.</param>
internal sealed record TrackContext(IFrameEngine Engine, SessionParameters Parameters, TimeProvider Clock, RollingTimes GenerateTimes)
{
    /// <summary>The sampler's steps: the model's shift and guidance interval with the session's step count and scale. Without a class there is nothing to guide towards.</summary>
    public SamplingPlan Plan { get; } = SamplingPlan.Euler(Engine.Info.Config.Sampling with
    {
        Steps = Parameters.Steps,
        Guidance = Parameters.Class is null ? 1.0 : Parameters.CfgScale,
    });

    /// <summary>The class as the generator takes it.</summary>
    public ClassCondition Condition { get; } = Parameters.Class is { } index ? ClassCondition.Of(index) : ClassCondition.None;

    public int Channels => Engine.Info.Config.Latent.Channels;

    /// <summary>Runs steps of the plan.</summary>
    /// <returns>Generator time in milliseconds.</returns>
    public double Generate(ReadOnlySpan<float> noise, ClassCondition condition, SamplingPlan steps, Span<float> latent)
    {
        var started = Clock.GetTimestamp();
        Engine.Generate(noise, condition, steps, latent);
        return Clock.GetElapsedTime(started).TotalMilliseconds;
    }
}
