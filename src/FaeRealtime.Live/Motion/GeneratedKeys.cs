using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Walks;

namespace FaeRealtime.Live.Motion;

/// <summary>Keys that the generator makes, one sampler step a slice: key k is the noise of seed + k. A closed path makes each key once; an open one makes new keys in the latents of old ones.</summary>
internal sealed class GeneratedKeys(TrackContext context) : IKeySource
{
    private readonly Dictionary<long, Sampling> _closed = [];
    private readonly Stack<float[]> _free = [];
    private Sampling? _open;

    /// <inheritdoc/>
    public IKeyWork Begin(long index)
    {
        if (!context.Parameters.Loop)
        {
            _open ??= new Sampling(context);
            _open.Begin(index, _free.TryPop(out var latent) ? latent : NewLatent());
            return _open;
        }

        var key = context.Fold(index);
        if (!_closed.TryGetValue(key, out var work))
        {
            _closed[key] = work = new Sampling(context);
            work.Begin(key, NewLatent());
        }

        return work;
    }

    /// <inheritdoc/>
    public void Release(float[] latent)
    {
        if (!context.Parameters.Loop)
        {
            _free.Push(latent);
        }
    }

    private float[] NewLatent() => new float[context.Engine.Info.LatentLength];

    private sealed class Sampling(TrackContext context) : IKeyWork
    {
        private readonly WeightedSeed[] _seeds = new WeightedSeed[1];
        private int? _class;
        private double _milliseconds;

        public int Slices => context.Slices.Count;

        public int Done { get; private set; }

        public float[] Latent { get; private set; } = [];

        public void Begin(long key, float[] latent)
        {
            (Latent, Done, _milliseconds) = (latent, 0, 0.0);
            _seeds[0] = new WeightedSeed(context.Seeds.KeySeed(key), 1.0);
            _class = context.ClassOf(key);
            PriorBlend.FillNoise(_seeds, latent);
        }

        public void Step()
        {
            ReadOnlySpan<WeightedClass> classes = _class is { } index ? [new WeightedClass(index, 1.0)] : [];
            _milliseconds += context.Generate(Latent, classes, context.Slices[Done], _seeds, Latent);
            Done++;
            if (Done == Slices)
            {
                context.GenerateTimes.Add(_milliseconds);
            }
        }
    }
}
