using FaeRealtime.Live.Parameters;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Walks;

namespace FaeRealtime.Live.Motion;

/// <summary>Keys that the generator makes, one sampler step a slice, and pictures that stand on a timeline. A path that returns makes each key once; an open one makes new keys in the latents of old ones.</summary>
internal sealed class GeneratedKeys(SourceContext context) : IKeySource
{
    private readonly Dictionary<long, IKeyWork> _returning = [];
    private readonly Stack<FramePoint> _free = [];
    private Sampling? _open;

    /// <inheritdoc/>
    public IKeyWork Begin(long index)
    {
        if (!context.Path.Returns)
        {
            _open ??= new Sampling(context);
            _open.Begin(context.Path.Key(index), _free.TryPop(out var left) ? left : NewKey());
            return _open;
        }

        var key = context.Path.Key(index);
        if (!_returning.TryGetValue(key, out var work))
        {
            _returning[key] = work = context.Path.Image(key) is { } latent ? new ReadyKey(new FramePoint(latent)) : Sampled(key);
        }

        return work;
    }

    /// <inheritdoc/>
    public (double Length, EasingKind Easing) Span(long index) => context.Path.Span(index);

    /// <inheritdoc/>
    public double PlaceOf(long index) => context.Path.PlaceOf(index);

    /// <inheritdoc/>
    public void Release(FramePoint key)
    {
        if (!context.Path.Returns)
        {
            _free.Push(key);
        }
    }

    private Sampling Sampled(long key)
    {
        var work = new Sampling(context);
        work.Begin(key, NewKey());
        return work;
    }

    private FramePoint NewKey() => new(new float[context.Info.LatentLength]);

    private sealed class Sampling(SourceContext context) : IKeyWork
    {
        private readonly WeightedSeed[] _seeds = new WeightedSeed[context.Path.MostSeeds];
        private readonly WeightedClass[] _classes = new WeightedClass[ConditionParameters.MaximumClasses];
        private long _index;
        private int _seedCount;
        private int _classCount;
        private double _milliseconds;

        public int Slices => context.Slices.Count;

        public int Done { get; private set; }

        public FramePoint Key { get; private set; } = null!;

        public void Begin(long index, FramePoint key)
        {
            (Key, Done, _milliseconds, _index) = (key, 0, 0.0, index);
            _seedCount = context.Path.KeySeeds(index, _seeds);
            _classCount = context.Path.KeyClasses(index, _classes);
            context.FillNoise(_seeds.AsSpan(0, _seedCount), key.Latent);
        }

        public void Step()
        {
            _milliseconds += context.Generate(Key.Latent, new(_classes.AsSpan(0, _classCount), context.KeyWords(_index)), context.Slices[Done], _seeds.AsSpan(0, _seedCount), Key.Latent);
            Done++;
            if (Done == Slices)
            {
                context.GenerateTimes.Add(_milliseconds);
            }
        }
    }
}
