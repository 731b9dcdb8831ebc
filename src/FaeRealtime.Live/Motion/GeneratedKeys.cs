using FaeRealtime.Models.Generators;
using FaeRealtime.Sampling.Flow;
using FaeRealtime.Sampling.Walks;

namespace FaeRealtime.Live.Motion;

/// <summary>Keys that the generator makes, one sampler step a slice: key k is the noise of seed + k. A closed path makes each key once.</summary>
internal sealed class GeneratedKeys(TrackContext context) : IKeySource
{
    private readonly Dictionary<long, IKeyWork> _closed = [];

    /// <inheritdoc/>
    public IKeyWork Begin(long index)
    {
        if (!context.Parameters.Loop)
        {
            return Start(index);
        }

        var key = context.Fold(index);
        if (!_closed.TryGetValue(key, out var work))
        {
            _closed[key] = work = Start(key);
        }

        return work;
    }

    private Sampling Start(long key)
    {
        var latent = new float[context.Engine.Info.LatentLength];
        IReadOnlyList<WeightedSeed> seeds = [new WeightedSeed(context.Seeds.KeySeed(key), 1.0)];
        PriorBlend.FillNoise(seeds, latent);
        return new Sampling(context, context.ClassOf(key) is { } index ? ClassCondition.Of(index) : ClassCondition.None, seeds, latent);
    }

    private sealed class Sampling(TrackContext context, ClassCondition condition, IReadOnlyList<WeightedSeed> seeds, float[] latent) : IKeyWork
    {
        private double _milliseconds;

        public int Slices => context.Plan.Steps.Count;

        public int Done { get; private set; }

        public float[] Latent => latent;

        public void Step()
        {
            _milliseconds += context.Generate(latent, condition, new SamplingPlan([context.Plan.Steps[Done]]), seeds, latent);
            Done++;
            if (Done == Slices)
            {
                context.GenerateTimes.Add(_milliseconds);
            }
        }
    }
}
