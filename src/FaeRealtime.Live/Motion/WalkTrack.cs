using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Walks;

namespace FaeRealtime.Live.Motion;

/// <summary>The whole sampler every frame, over noise that moves continuously and keeps its prior. A change of class blends the class rows; any other change fades from the latent that was shown.</summary>
internal sealed class WalkTrack : ILatentTrack
{
    private readonly TrackContext _context;
    private readonly WalkStart _start;
    private readonly LoopWalk? _loop;
    private readonly WeightedSeed[] _blend;
    private readonly float[] _noise;
    private double _fadeSeconds;

    /// <param name="context">Engine, parameters, plan.</param>
    /// <param name="start">Where the walk comes from.</param>
    public WalkTrack(TrackContext context, WalkStart start)
    {
        (_context, _start, Position) = (context, start, start.Position);
        _noise = new float[context.Engine.Info.LatentLength];
        _loop = context.Parameters.Loop ? Closed(context) : null;
        _blend = new WeightedSeed[_loop?.Seeds ?? SeedWalk.MostSeeds];
    }

    /// <inheritdoc/>
    public double Position { get; private set; }

    /// <inheritdoc/>
    public long NextKey => 0;

    private double Fade => _context.Parameters.TransitionSeconds <= 0 ? 1.0 : Easing.Smooth(_fadeSeconds / _context.Parameters.TransitionSeconds);

    /// <inheritdoc/>
    public bool Advance(in TrackTurn turn, Span<float> latent)
    {
        Position += turn.Distance;
        _fadeSeconds += turn.Seconds;
        var seeds = Seeds();
        PriorBlend.FillNoise(seeds, _noise);
        Span<WeightedClass> classes = stackalloc WeightedClass[2];
        classes = classes[..Classes(classes)];
        _context.GenerateTimes.Add(_context.Generate(_noise, classes, _context.Plan, seeds, latent));
        if (_start.Latent is not null && Fade < 1.0)
        {
            LatentBlend.Blend(_start.Latent, latent, Fade, _context.Channels, latent);
        }

        return true;
    }

    /// <inheritdoc/>
    public bool Prepare() => false;

    private static LoopWalk Closed(TrackContext context)
    {
        // Two noises a harmonic, as many as the loop has keys: about as eventful as an open walk over them.
        var seeds = new ulong[context.Parameters.LoopKeys / 2 * 2];
        for (var i = 0; i < seeds.Length; i++)
        {
            seeds[i] = context.Seeds.KeySeed(i);
        }

        return new LoopWalk(seeds);
    }

    private ReadOnlySpan<WeightedSeed> Seeds()
    {
        if (_loop is null)
        {
            return _blend.AsSpan(0, _context.Seeds.At(Position, _blend));
        }

        _loop.At(Position / _context.Parameters.LoopKeys, _blend);
        return _blend;
    }

    // Along a walk of mixed classes each key hands its class over to the next; after a change of class the old one hands over to the new.
    private int Classes(Span<WeightedClass> blend)
    {
        var key = (long)Math.Floor(Position);
        return _start.Class is { } before && Fade < 1.0
            ? Blend(before, _context.ClassOf(key), Fade, blend)
            : Blend(_context.ClassOf(key), _context.ClassOf(key + 1), Easing.Smooth(Position - key), blend);
    }

    private static int Blend(int? from, int? to, double share, Span<WeightedClass> blend)
    {
        if (from is { } a && to is { } b && a != b && share is > 0 and < 1)
        {
            (blend[0], blend[1]) = (new WeightedClass(a, 1.0 - share), new WeightedClass(b, share));
            return 2;
        }

        if ((share < 1 ? from : to) is not { } only)
        {
            return 0;
        }

        blend[0] = new WeightedClass(only, 1.0);
        return 1;
    }
}
