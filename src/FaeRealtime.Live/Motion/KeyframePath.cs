using FaeRealtime.Live.Parameters;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Walks;

namespace FaeRealtime.Live.Motion;

/// <summary>A timeline: keyframes at distances of their own, closed or with an end. Weights pass through the keyframes on a Catmull-Rom curve.</summary>
internal sealed class KeyframePath
{
    private readonly IReadOnlyList<Keyframe> _keyframes;
    private readonly bool _closed;
    private readonly bool _straight;

    // Where each keyframe stands.
    private readonly double[] _starts;

    /// <param name="source">With two keyframes or more.</param>
    public KeyframePath(SourceParameters source)
    {
        (_keyframes, _closed, _straight) = (source.Keyframes, source.Closed, source.Interpolation == InterpolationKind.Lerp);
        _starts = new double[_keyframes.Count];
        for (var i = 1; i < _starts.Length; i++)
        {
            _starts[i] = _starts[i - 1] + _keyframes[i - 1].Length;
        }

        Length = _starts[^1] + (_closed ? _keyframes[^1].Length : 0.0);
    }

    /// <summary>The whole way, in keys of length 1.</summary>
    public double Length { get; }

    /// <summary>Seeds of a blend at most.</summary>
    public int MostSeeds => 4 * _keyframes.Max(keyframe => keyframe.Seeds.Count);

    /// <summary>The keyframe that is a key.</summary>
    public int Fold(long key) => (int)(_closed ? ((key % _keyframes.Count) + _keyframes.Count) % _keyframes.Count : Math.Clamp(key, 0, _keyframes.Count - 1));

    /// <summary>The way from a key to the next.</summary>
    public (double Length, EasingKind Easing) Span(long key) =>
        !_closed && key >= _keyframes.Count - 1 ? (double.PositiveInfinity, EasingKind.Smooth) : (_keyframes[Fold(key)].Length, _keyframes[Fold(key)].Easing);

    /// <summary>Where a key stands, from the start; a closed path comes back to it.</summary>
    public double PlaceOf(long key) => _starts[Fold(key)];

    /// <summary>The place on the path of a position: within one round of a closed path, not beyond the ends of an open one.</summary>
    public double Place(double position) => _closed ? Math.Max(0.0, position - (Math.Floor(position / Length) * Length)) : Math.Clamp(position, 0.0, Length);

    /// <summary>The keyframe that was passed last, and how far behind it lies.</summary>
    /// <param name="position">In keys of length 1, from the start.</param>
    /// <returns>Of an open path never its last keyframe: that is the end of the way there.</returns>
    public (int Keyframe, double Behind) Passed(double position)
    {
        var place = Place(position);
        var found = Array.BinarySearch(_starts, place);
        var index = Math.Min(found >= 0 ? found : ~found - 1, _closed ? _keyframes.Count - 1 : _keyframes.Count - 2);
        return (index, place - _starts[index]);
    }

    /// <summary>The keyframe that was passed last, and the eased share of the way to the next.</summary>
    /// <param name="position">In keys of length 1, from the start.</param>
    public (int Keyframe, double Share) Segment(double position)
    {
        var (index, behind) = Passed(position);
        return (index, Easing.At(_keyframes[index].Easing, behind / _keyframes[index].Length));
    }

    /// <summary>The seeds at a position, whose weights <see cref="PriorBlend"/> normalises.</summary>
    public int Seeds(double position, Span<WeightedSeed> blend)
    {
        var (index, share) = Segment(position);
        var (count, squared, cubed) = (0, share * share, share * share * share);
        if (_straight)
        {
            Add(index, 1.0 - share, blend, ref count);
            Add(index + 1, share, blend, ref count);
            return count;
        }

        Add(index - 1, 0.5 * (-cubed + (2.0 * squared) - share), blend, ref count);
        Add(index, 0.5 * ((3.0 * cubed) - (5.0 * squared) + 2.0), blend, ref count);
        Add(index + 1, 0.5 * ((-3.0 * cubed) + (4.0 * squared) + share), blend, ref count);
        Add(index + 2, 0.5 * (cubed - squared), blend, ref count);
        return count;
    }

    /// <summary>The seeds of a keyframe.</summary>
    public int KeySeeds(long keyframe, Span<WeightedSeed> blend)
    {
        var count = 0;
        Add(keyframe, 1.0, blend, ref count);
        return count;
    }

    /// <summary>The first seed of a keyframe.</summary>
    public ulong KeySeed(long keyframe) => _keyframes[(int)keyframe].Seeds[0].Seed;

    /// <summary>The latent of a keyframe's picture; null for none.</summary>
    public float[]? Image(long keyframe) => _keyframes[(int)keyframe].Image?.Values();

    /// <summary>The classes of a keyframe; empty for the session's.</summary>
    public IReadOnlyList<WeightedClass> KeyClasses(long keyframe) => _keyframes[(int)keyframe].Classes;

    // Each keyframe's blend has unit length before it takes its share.
    private void Add(long index, double weight, Span<WeightedSeed> blend, ref int count)
    {
        var seeds = _keyframes[Fold(index)].Seeds;
        var squares = 0.0;
        for (var i = 0; i < seeds.Count; i++)
        {
            squares += seeds[i].Weight * seeds[i].Weight;
        }

        for (var i = 0; i < seeds.Count && weight != 0; i++)
        {
            blend[count++] = seeds[i] with { Weight = seeds[i].Weight * weight / Math.Sqrt(squares) };
        }
    }
}
