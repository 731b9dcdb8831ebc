using FaeRealtime.Cpu.Buffers;
using FaeRealtime.Sampling.Conditions;

namespace FaeRealtime.Cpu.Networks;

/// <summary>Sets of numbers that depend on times, classes and words alone, kept for those that come again; the one that was asked for longest ago makes room.</summary>
internal sealed unsafe class KeptSets
{
    // Sets for every step of a long guided plan, unless they take more memory than this.
    private const int MostSets = 256;
    private const int FewestSets = 16;
    private const long MostFloats = 16 << 20;

    private readonly Arena _arena;
    private readonly long _length;
    private readonly ModulationCache _cache;
    private readonly float*[] _sets;
    private int _taken;

    /// <summary>Prepares for sets of a length; each takes its memory when it is first needed.</summary>
    /// <param name="arena">Gives the memory. Borrowed.</param>
    /// <param name="length">Numbers of a set.</param>
    /// <param name="most">At most how many sets.</param>
    public KeptSets(Arena arena, long length, int most = MostSets)
    {
        (_arena, _length) = (arena, length);
        _sets = new float*[(int)Math.Clamp(MostFloats / length, FewestSets, most)];
        _cache = new ModulationCache(_sets.Length);
    }

    /// <summary>How many there are at most.</summary>
    public int Capacity => _sets.Length;

    /// <summary>How often a set had to be computed.</summary>
    public long Computed { get; private set; }

    /// <summary>Looks a set up.</summary>
    /// <param name="t">Time in the direction of the weights.</param>
    /// <param name="r">Target time.</param>
    /// <param name="blend">The classes.</param>
    /// <param name="text">The words.</param>
    /// <returns>A set that stays until as many others as there are were asked for, or null where it must be computed.</returns>
    public float* Find(float t, float r, IReadOnlyList<WeightedClass> blend, ReadOnlySpan<float> text)
    {
        var set = _cache.Find(t, r, blend, text);
        return set < 0 ? null : _sets[set];
    }

    /// <summary>Makes room for another set, which belongs to nothing until <see cref="Keep"/>; zeros at first, later another set's numbers.</summary>
    public float* Take()
    {
        _taken = _cache.Take();
        return _sets[_taken] = _sets[_taken] == null ? _arena.Take(_length) : _sets[_taken];
    }

    /// <summary>Says what the set that was taken last belongs to.</summary>
    /// <param name="t">Time in the direction of the weights.</param>
    /// <param name="r">Target time.</param>
    /// <param name="blend">The classes.</param>
    /// <param name="text">The words.</param>
    public void Keep(float t, float r, IReadOnlyList<WeightedClass> blend, ReadOnlySpan<float> text)
    {
        _cache.Keep(_taken, t, r, blend, text);
        Computed++;
    }
}
