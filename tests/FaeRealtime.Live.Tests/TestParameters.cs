using FaeRealtime.Live.Parameters;
using FaeRealtime.Sampling.Walks;

namespace FaeRealtime.Live.Tests;

/// <summary>Session parameters in one line.</summary>
internal static class TestParameters
{
    public static SessionParameters Of(
        ulong seed = 0,
        SourceSpace space = SourceSpace.Latent,
        SourceMode mode = SourceMode.Walk,
        SourceKeys keys = SourceKeys.Generated,
        int loopKeys = 8,
        double speed = 0.5,
        int steps = 8,
        double guidance = 1.0,
        int? kind = null,
        bool mix = false,
        double fps = 60.0,
        double transition = 0.6,
        bool paused = false) => new()
        {
            Source = new SourceParameters { Seeds = [new WeightedSeed(seed, 1.0)], Space = space, Mode = mode, Keys = keys, LoopKeys = loopKeys, Speed = speed },
            Sampler = new SamplerParameters { Steps = steps, Guidance = guidance },
            Condition = new ConditionParameters { RandomClass = mix, Transition = new TransitionParameters { Seconds = transition } }.Only(kind) with { RandomClass = mix },
            Pacing = new PacingParameters { FpsLimit = fps },
            Paused = paused,
        };
}
