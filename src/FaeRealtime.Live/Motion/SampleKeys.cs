using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Noise;
using FaeRealtime.Sampling.Walks;

namespace FaeRealtime.Live.Motion;

/// <summary>Keys that are the latents of real pictures, in an order that the first seed shuffles.</summary>
internal sealed class SampleKeys : IKeySource
{
    // A Philox stream of its own: stream 0 is the noise of latents.
    private const ulong Stream = 0x5A3B_0001;
    private readonly SourceContext _context;
    private readonly ReadyKey[] _keys;

    /// <exception cref="ConfigException">The folder has no samples, or none of the class.</exception>
    public SampleKeys(SourceContext context)
    {
        _context = context;
        var (info, wanted) = (context.Info, context.Parameters.Condition.Classes);
        int[] order = [.. Enumerable.Range(0, info.Samples.Count).Where(i => wanted.Count == 0 || wanted.Any(item => item.Class == info.SampleLabels[i]))];
        if (order.Length == 0)
        {
            throw new ConfigException(info.Samples.Count == 0
                ? $"Model '{info.Config.Name}' has no samples.safetensors, which source/keys samples needs. Set source/keys to generated."
                : $"Model '{info.Config.Name}' has no sample of class {string.Join(", ", wanted.Select(item => item.Class))}. Choose another class or none.");
        }

        Shuffle(order, context.Parameters.Source.FirstSeed);
        _keys = Array.ConvertAll(order, i => new ReadyKey(new FramePoint(info.Samples[i])));
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
