using FaeRealtime.Core.Noise;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Sampling.Walks;

namespace FaeRealtime.Live.Motion;

/// <summary>Keys that are the latents of real pictures, in an order that the first seed shuffles.</summary>
internal sealed class SampleKeys : IKeySource
{
    // A Philox stream of its own: stream 0 is the noise of latents.
    private const ulong Stream = 0x5A3B_0001;
    private readonly SourceContext _context;
    private readonly ReadyKey[] _keys;

    public SampleKeys(SourceContext context)
    {
        _context = context;
        var order = SampleChoice.Of(context.Info, context.Parameters);
        Shuffle(order, context.Parameters.Source.FirstSeed);
        _keys = Array.ConvertAll(order, i => new ReadyKey(new FramePoint(context.Info.Samples[i])));
    }

    /// <inheritdoc/>
    public IKeyWork Begin(long index) => _keys[(int)(_context.Path.Key(index) % _keys.Length)];

    /// <inheritdoc/>
    public (double Length, EasingKind Easing) Span(long index) => _context.Path.Span(index);

    /// <inheritdoc/>
    public double PlaceOf(long index) => _context.Path.PlaceOf(index);

    /// <inheritdoc/>
    public void Release(FramePoint key)
    {
    }

    private static void Shuffle(int[] order, ulong seed)
    {
        for (var last = order.Length - 1; last > 0; last--)
        {
            var other = (int)PhiloxNoise.NextInt64(seed, Stream, (ulong)last, last + 1);
            (order[last], order[other]) = (order[other], order[last]);
        }
    }
}
