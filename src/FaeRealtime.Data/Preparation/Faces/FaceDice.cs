using FaeRealtime.Core.Noise;

namespace FaeRealtime.Data.Preparation.Faces;

/// <summary>Draws of one face for one purpose: a Philox stream of its own, so that no face depends on another.</summary>
/// <param name="seed">The data set's seed.</param>
/// <param name="face">The face's number.</param>
/// <param name="purpose">What is drawn.</param>
internal sealed class FaceDice(ulong seed, int face, FaceDice.Purpose purpose)
{
    private const int Purposes = 4;
    private readonly ulong _stream = ((ulong)face * Purposes) + (ulong)purpose;
    private ulong _draws;

    /// <summary>What is drawn.</summary>
    public enum Purpose
    {
        /// <summary>Variants and colours.</summary>
        Look,

        /// <summary>Whether a face is held out.</summary>
        Split,

        /// <summary>Captions.</summary>
        Words,
    }

    /// <summary>A whole number in [0, <paramref name="exclusiveMax"/>).</summary>
    /// <param name="exclusiveMax">At least 1.</param>
    public int Next(int exclusiveMax) => (int)PhiloxNoise.NextInt64(seed, _stream, _draws++, exclusiveMax);

    /// <summary>A number in [low, high).</summary>
    /// <param name="range">Low and high.</param>
    public double Within(IReadOnlyList<double> range)
    {
        const long steps = 1L << 53;
        var unit = PhiloxNoise.NextInt64(seed, _stream, _draws++, steps) / (double)steps;
        return range[0] + (unit * (range[1] - range[0]));
    }

    /// <summary>One of several.</summary>
    /// <typeparam name="T">Of what.</typeparam>
    /// <param name="choices">At least one.</param>
    public T Among<T>(IReadOnlyList<T> choices) => choices[Next(choices.Count)];
}
