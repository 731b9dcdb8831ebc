using FaeRealtime.Models.Generators;
using FaeRealtime.Sampling.Walks;

namespace FaeRealtime.Live.Motion;

/// <summary>The whole sampler every frame, over noise that moves continuously and keeps its prior. A change of class blends the class rows; any other change fades from the latent that was shown.</summary>
internal sealed class WalkTrack : ILatentTrack
{
    private readonly TrackContext _context;
    private readonly WalkStart _start;
    private readonly Func<double, IReadOnlyList<WeightedSeed>> _path;
    private readonly float[] _noise;
    private double _fadeSeconds;

    /// <param name="context">Engine, parameters, plan.</param>
    /// <param name="start">Where the walk comes from.</param>
    public WalkTrack(TrackContext context, WalkStart start)
    {
        (_context, _start, Position) = (context, start, start.Position);
        _noise = new float[context.Engine.Info.LatentLength];
        _path = context.Parameters.Loop ? Closed(context) : context.Seeds.At;
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
        var seeds = _path(Position);
        PriorBlend.FillNoise(seeds, _noise);
        _context.GenerateTimes.Add(_context.Generate(_noise, Condition(), _context.Plan, seeds, latent));
        if (_start.Latent is not null && Fade < 1.0)
        {
            LatentBlend.Blend(_start.Latent, latent, Fade, _context.Channels, latent);
        }

        return true;
    }

    /// <inheritdoc/>
    public bool Prepare() => false;

    private static Func<double, IReadOnlyList<WeightedSeed>> Closed(TrackContext context)
    {
        // Two noises a harmonic, as many as the loop has keys: about as eventful as an open walk over them.
        var keys = context.Parameters.LoopKeys;
        var seeds = new ulong[keys / 2 * 2];
        for (var i = 0; i < seeds.Length; i++)
        {
            seeds[i] = context.Seeds.KeySeed(i);
        }

        var loop = new LoopWalk(seeds);
        return position => loop.At(position / keys);
    }

    // Along a walk of mixed classes each key hands its class over to the next; after a change of class the old one hands over to the new.
    private ClassCondition Condition()
    {
        var key = (long)Math.Floor(Position);
        return _start.Class is { } before && Fade < 1.0
            ? Blend(before, _context.ClassOf(key), Fade)
            : Blend(_context.ClassOf(key), _context.ClassOf(key + 1), Easing.Smooth(Position - key));
    }

    private static ClassCondition Blend(int? from, int? to, double share) => (from, to) switch
    {
        ({ } a, { } b) when a != b && share is > 0 and < 1 => ClassCondition.Blend([new WeightedClass(a, 1.0 - share), new WeightedClass(b, share)]),
        _ => (share < 1 ? from : to) is { } only ? ClassCondition.Of(only) : ClassCondition.None,
    };
}
