using FaeRealtime.Core.Noise;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Walks;

namespace FaeRealtime.Live.Motion;

/// <summary>Where a source leads: the seeds and classes at every position, and those of its keys, which stand at whole positions.</summary>
internal sealed class SourcePath
{
    private readonly SourceParameters _source;
    private readonly ConditionParameters _condition;
    private readonly int _classes;
    private readonly KeyframePath? _keyframes;
    private readonly LoopWalk[] _loops = [];

    /// <param name="source">The source.</param>
    /// <param name="condition">The classes.</param>
    /// <param name="classes">How many classes the model has.</param>
    public SourcePath(SourceParameters source, ConditionParameters condition, int classes)
    {
        (_source, _condition, _classes) = (source, condition, classes);
        _keyframes = source.Mode == SourceMode.Keyframes ? new KeyframePath(source) : null;
        if (source.Mode == SourceMode.Loop)
        {
            _loops = [.. source.Seeds.Select(item => Loop(item.Seed, source.LoopKeys))];
        }

        MostSeeds = (_keyframes?.MostSeeds ?? _loops.Sum(loop => loop.Seeds)) + (2 * SeedGrid.MostSeeds * source.Seeds.Count);
    }

    /// <summary>Room that <see cref="Seeds"/> needs.</summary>
    public int MostSeeds { get; }

    /// <summary>Room that <see cref="Classes"/> needs.</summary>
    public static int MostClasses => 2 * ConditionParameters.MaximumClasses;

    // How far a closed path is turned, in keys.
    private double Turn => _source.Mode == SourceMode.Loop ? _source.Phase * _source.LoopKeys : 0.0;

    private bool Straight => _source.Interpolation == InterpolationKind.Lerp;

    /// <summary>A key's number: the same for keys that are the same.</summary>
    public long Fold(long key) => _source.Mode switch
    {
        SourceMode.Fixed => 0,
        SourceMode.Loop => key % _source.LoopKeys,
        SourceMode.Keyframes => _keyframes!.Fold(key),
        _ => key,
    };

    /// <summary>The key that stands at a whole position: folded, and turned by the phase to the nearest key.</summary>
    public long Key(long position) => Fold(position + (long)Math.Round(Turn));

    /// <summary>Whether keys come back, so that they are worth keeping.</summary>
    public bool Returns => _source.Mode != SourceMode.Walk;

    /// <summary>The way from a key to the next: its length in keys, infinite where the path ends, and its course.</summary>
    public (double Length, EasingKind Easing) Span(long key) => _source.Mode switch
    {
        SourceMode.Fixed => (double.PositiveInfinity, EasingKind.Smooth),
        SourceMode.Keyframes => _keyframes!.Span(key),
        _ => (1.0, EasingKind.Smooth),
    };

    /// <summary>Where a key stands, in keys of length 1 from the start.</summary>
    public double PlaceOf(long key) => _keyframes?.PlaceOf(key) ?? key;

    /// <summary>The place of a position: a closed timeline comes back to its start, every other path goes on.</summary>
    public double Place(double position) => _keyframes?.Place(position) ?? position;

    /// <summary>Where a path of keys is entered that goes on at a position: a timeline on the way from one keyframe to the next, every other path at its next key.</summary>
    /// <param name="position">In keys of length 1.</param>
    /// <param name="exactly">Whether every path that moves is entered on the way: it then needs two keys for its first picture.</param>
    /// <returns>The key, and the share of the way to the next that lies behind.</returns>
    public (long Key, double Share) Entry(double position, bool exactly = false)
    {
        if (_keyframes is null)
        {
            var before = Math.Floor(position);
            return exactly && _source.Mode != SourceMode.Fixed ? ((long)before, position - before) : ((long)Math.Ceiling(position), 0.0);
        }

        var (key, behind) = _keyframes.Passed(position);
        var share = behind / _keyframes.Span(key).Length;
        return share < 1.0 ? (key, share) : (key + 1L, 0.0);
    }

    /// <summary>The key that was passed last at a position.</summary>
    public long Passed(double position) => _keyframes is null ? (long)Math.Floor(position) : Entry(position).Key;

    /// <summary>The seeds at a position.</summary>
    /// <param name="position">In keys.</param>
    /// <param name="blend">Receives them; room for <see cref="MostSeeds"/>.</param>
    /// <returns>How many there are.</returns>
    public int Seeds(double position, Span<WeightedSeed> blend)
    {
        if (_source.Mode == SourceMode.Fixed)
        {
            return Around(_source.X, 1.0, blend);
        }

        var count = _source.Mode switch
        {
            SourceMode.Loop => AroundLoop(position, blend),
            SourceMode.Keyframes => Between(position, blend),
            _ => Around(_source.X + position, 1.0, blend),
        };
        return WithinRadius(blend, count);
    }

    // Half-way between a seed and the same seed with the opposite weight there is no direction: the keyframe that was passed stands.
    private int Between(double position, Span<WeightedSeed> blend)
    {
        var count = _keyframes!.Seeds(position, blend);
        return Straight || PriorBlend.HasDirection(blend[..count]) ? count : _keyframes.KeySeeds(_keyframes.Fold(_keyframes.Passed(position).Keyframe), blend);
    }

    /// <summary>The seeds of a key.</summary>
    /// <param name="key">Its number.</param>
    /// <param name="blend">Receives them; room for <see cref="MostSeeds"/>.</param>
    /// <returns>How many there are.</returns>
    public int KeySeeds(long key, Span<WeightedSeed> blend) => _source.Mode switch
    {
        SourceMode.Loop => WithinRadius(blend, Around(Fold(key) + _source.X, 1.0, blend)),
        SourceMode.Keyframes => WithinRadius(blend, _keyframes!.KeySeeds(Fold(key), blend)),
        _ => Seeds(key, blend),
    };

    /// <summary>The latent of the picture that stands at a key.</summary>
    /// <returns>Null where seeds make it.</returns>
    public float[]? Image(long key) => _keyframes?.Image(Fold(key));

    /// <summary>The classes at a position: each key hands its own over to the next.</summary>
    /// <param name="position">In keys.</param>
    /// <param name="blend">Receives them, weights above 0; room for <see cref="MostClasses"/>.</param>
    /// <returns>How many there are; 0 for none.</returns>
    public int Classes(double position, Span<WeightedClass> blend)
    {
        var (key, share) = Between(position);
        Span<WeightedClass> next = stackalloc WeightedClass[ConditionParameters.MaximumClasses];
        return ClassMixture.Blend(blend, KeyClasses(key, blend), next[..KeyClasses(key + 1, next)], Easing.Smooth(share));
    }

    /// <summary>The key before a position, and the share of the way to the next that lies behind.</summary>
    /// <param name="position">In keys.</param>
    public (long Key, double Share) Between(double position)
    {
        var turned = position + Turn;
        var key = (long)Math.Floor(turned);
        return _keyframes?.Segment(position) ?? (key, turned - key);
    }

    /// <summary>The seed that draws what a key shows: its class, and its words where the model knows any.</summary>
    /// <param name="key">Its number.</param>
    /// <returns>Null where something is asked for.</returns>
    public ulong? DrawingSeed(long key) => _condition.DrawsClass && _keyframes?.KeyClasses(Fold(key)) is not { Count: > 0 } ? KeySeed(key) : null;

    /// <summary>The classes of a key.</summary>
    /// <param name="key">Its number.</param>
    /// <param name="blend">Receives them; room for <see cref="ConditionParameters.MaximumClasses"/>.</param>
    /// <returns>How many there are; 0 for none.</returns>
    public int KeyClasses(long key, Span<WeightedClass> blend)
    {
        var chosen = _keyframes?.KeyClasses(Fold(key)) is { Count: > 0 } own ? own : _condition.Classes;
        for (var i = 0; i < chosen.Count; i++)
        {
            blend[i] = chosen[i];
        }

        if (_classes > 0 && DrawingSeed(key) is { } seed)
        {
            blend[0] = new WeightedClass(ClassDraw.Of(seed, _classes), 1.0);
            return 1;
        }

        return chosen.Count;
    }

    private static LoopWalk Loop(ulong seed, int keys)
    {
        // Two noises a harmonic, as many as the loop has keys: about as eventful as an open walk over them.
        var seeds = new ulong[keys / 2 * 2];
        for (var i = 0; i < seeds.Length; i++)
        {
            seeds[i] = SeedGrid.At(seed, i);
        }

        return new LoopWalk(seeds);
    }

    private ulong KeySeed(long key) => _keyframes?.KeySeed(Fold(key)) ?? SeedGrid.At(_source.FirstSeed, Fold(key) + (long)Math.Floor(_source.X), (long)Math.Floor(_source.Y));

    private int AroundLoop(double position, Span<WeightedSeed> blend)
    {
        var count = 0;
        for (var i = 0; i < _loops.Length; i++)
        {
            var part = blend.Slice(count, _loops[i].Seeds);
            _loops[i].At((position + Turn) / _source.LoopKeys, part);
            Scale(part, _source.Seeds[i].Weight);
            count += part.Length;
        }

        return count;
    }

    private int Around(double x, double scale, Span<WeightedSeed> blend)
    {
        var count = 0;
        for (var i = 0; i < _source.Seeds.Count; i++)
        {
            var origin = _source.Seeds[i];
            count += SeedGrid.Around(origin with { Weight = origin.Weight * scale }, x, _source.Y, Straight, blend[count..]);
        }

        return count;
    }

    // The path's share and that of the point that it strays from; the path's alone where the two cancel.
    private int WithinRadius(Span<WeightedSeed> blend, int count)
    {
        if (_source.Radius >= 1.0)
        {
            return count;
        }

        var (still, moving) = SeedGrid.Pair(_source.Radius, Straight);
        Scale(blend[..count], moving);
        var all = count + Around(_source.X, still, blend[count..]);
        return Straight || PriorBlend.HasDirection(blend[..all]) ? all : count;
    }

    private static void Scale(Span<WeightedSeed> blend, double factor)
    {
        foreach (ref var item in blend)
        {
            item = item with { Weight = item.Weight * factor };
        }
    }
}

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
