using FaeRealtime.Engines.Gl.Compute;
using FaeRealtime.Graphics.Compute;
using FaeRealtime.Sampling.Conditions;

namespace FaeRealtime.Engines.Gl.Networks;

/// <summary>Sets of numbers on the device that depend on times, classes and words alone, kept for those that come again; the one that was asked for longest ago makes room.</summary>
internal sealed class GlKeptSets
{
    // Sets for every step of a long guided plan, unless they take more memory than this.
    private const int MostSets = 256;
    private const int FewestSets = 16;
    private const long MostFloats = 16 << 20;

    private readonly ModulationCache _cache;
    private readonly int _length;
    private int _taken;

    /// <summary>Makes room for sets of a length.</summary>
    /// <param name="compute">Gives the memory. Borrowed.</param>
    /// <param name="length">Numbers of a set.</param>
    /// <param name="most">At most how many sets.</param>
    public GlKeptSets(GlCompute compute, int length, int most = MostSets)
    {
        _length = length;
        var sets = (int)Math.Clamp(MostFloats / length, FewestSets, most);
        _cache = new ModulationCache(sets);
        Buffer = compute.Floats((long)sets * length);
    }

    /// <summary>All sets, one after the other.</summary>
    public StorageBuffer Buffer { get; }

    /// <summary>How often a set had to be computed.</summary>
    public long Computed { get; private set; }

    /// <summary>Looks a set up.</summary>
    /// <param name="t">Time in the direction of the weights.</param>
    /// <param name="r">Target time.</param>
    /// <param name="blend">The classes.</param>
    /// <param name="text">The words.</param>
    /// <returns>Where it begins, valid until as many others as there are were asked for; null where it must be computed.</returns>
    public uint? Find(float t, float r, IReadOnlyList<WeightedClass> blend, ReadOnlySpan<float> text)
    {
        var set = _cache.Find(t, r, blend, text);
        return set < 0 ? null : (uint)(set * _length);
    }

    /// <summary>Makes room for another set, which belongs to nothing until <see cref="Keep"/>.</summary>
    /// <returns>Where it begins.</returns>
    public uint Take()
    {
        _taken = _cache.Take();
        return (uint)(_taken * _length);
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
