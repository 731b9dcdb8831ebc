using FaeRealtime.Core.Noise;

namespace FaeRealtime.Live.Motion;

/// <summary>The class that a seed draws for itself, where classes are mixed.</summary>
public static class ClassDraw
{
    // A Philox stream of its own: stream 0 is the noise of latents.
    private const ulong ClassStream = 0x5A3B_0005;

    /// <summary>The class of a seed: the same in a session and in a still picture.</summary>
    /// <param name="seed">The seed of the picture's noise.</param>
    /// <param name="classes">How many classes there are; at least 1.</param>
    public static int Of(ulong seed, int classes) => (int)PhiloxNoise.NextInt64(seed, ClassStream, 0, classes);
}
