namespace FaeRealtime.Sampling.Conditions;

/// <summary>Which of an engine's kept sets of modulations belongs to which times, classes and words; the set that was asked for longest ago makes room. Allocates nothing once made.</summary>
/// <param name="capacity">Sets, at least 1.</param>
public sealed class ModulationCache(int capacity)
{
    // Small objects now, so that a frame allocates none.
    private readonly ModulationKey[] _keys = [.. Enumerable.Range(0, capacity).Select(_ => new ModulationKey())];
    private readonly long[] _turns = new long[capacity];
    private long _turn;

    /// <summary>Sets that were ever handed out.</summary>
    public int Used { get; private set; }

    /// <summary>Looks a set up.</summary>
    /// <param name="t">Time in the direction of the weights.</param>
    /// <param name="r">Target time.</param>
    /// <param name="blend">The classes.</param>
    /// <param name="text">The words <c>[W]</c>; empty for none.</param>
    /// <returns>Its number, or −1.</returns>
    public int Find(float t, float r, IReadOnlyList<WeightedClass> blend, ReadOnlySpan<float> text)
    {
        _turn++;
        for (var set = 0; set < Used; set++)
        {
            if (_keys[set].Is(t, r, blend, text))
            {
                _turns[set] = _turn;
                return set;
            }
        }

        return -1;
    }

    /// <summary>Makes room for another set, which belongs to nothing until <see cref="Keep"/>.</summary>
    /// <returns>Its number; the next unused one, else the one asked for longest ago.</returns>
    public int Take()
    {
        if (Used < capacity)
        {
            return Used++;
        }

        var oldest = Array.IndexOf(_turns, _turns.Min());
        _keys[oldest].Forget();
        return oldest;
    }

    /// <summary>Says what a set now belongs to.</summary>
    /// <param name="set">From <see cref="Take"/>.</param>
    /// <param name="t">Time in the direction of the weights.</param>
    /// <param name="r">Target time.</param>
    /// <param name="blend">The classes.</param>
    /// <param name="text">The words <c>[W]</c>; empty for none.</param>
    public void Keep(int set, float t, float r, IReadOnlyList<WeightedClass> blend, ReadOnlySpan<float> text)
    {
        _keys[set].Set(t, r, blend, text);
        _turns[set] = _turn;
    }
}
