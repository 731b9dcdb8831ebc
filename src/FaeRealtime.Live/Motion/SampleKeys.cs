using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Noise;

namespace FaeRealtime.Live.Motion;

/// <summary>Keys that are the latents of real pictures, in an order that the seed shuffles.</summary>
internal sealed class SampleKeys : IKeySource
{
    // A Philox stream of its own: stream 0 is the noise of latents.
    private const ulong Stream = 0x5A3B_0001;
    private readonly TrackContext _context;
    private readonly int[] _order;

    /// <exception cref="ConfigException">The folder has no samples, or none of the class.</exception>
    public SampleKeys(TrackContext context)
    {
        _context = context;
        var (info, wanted) = (context.Engine.Info, context.Parameters.Class);
        _order = [.. Enumerable.Range(0, info.Samples.Count).Where(i => wanted is null || info.SampleLabels[i] == wanted)];
        if (_order.Length == 0)
        {
            throw new ConfigException(info.Samples.Count == 0
                ? $"Model '{info.Config.Name}' has no samples.safetensors, which mode samples needs. Choose mode morph or walk."
                : $"Model '{info.Config.Name}' has no sample of class {wanted}. Choose another class or none.");
        }

        Shuffle(context.Parameters.Seed);
    }

    /// <inheritdoc/>
    public IKeyWork Begin(long index)
    {
        return new Ready(_context.Engine.Info.Samples[_order[(int)(_context.Fold(index) % _order.Length)]]);
    }

    private void Shuffle(ulong seed)
    {
        for (var last = _order.Length - 1; last > 0; last--)
        {
            var other = (int)PhiloxNoise.NextInt64(seed, Stream, (ulong)last, last + 1);
            (_order[last], _order[other]) = (_order[other], _order[last]);
        }
    }

    private sealed record Ready(float[] Latent) : IKeyWork
    {
        public int Slices => 0;

        public int Done => 0;

        public void Step()
        {
        }
    }
}
