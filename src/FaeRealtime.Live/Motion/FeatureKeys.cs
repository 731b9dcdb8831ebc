using FaeRealtime.Sampling.Walks;

namespace FaeRealtime.Live.Motion;

/// <summary>Keys with the features of their latents: the feature decoder runs once a key, as the last slice of its making, and no more for the frames between keys.</summary>
/// <param name="keys">Makes the latents.</param>
/// <param name="context">The engine. Borrowed.</param>
internal sealed class FeatureKeys(IKeySource keys, SourceContext context) : IKeySource
{
    // A path holds two keys and makes a third. Those that it left are not kept, though it may return: features are large.
    private readonly Stack<FramePoint> _free = [];
    private readonly Decoding _work = new(keys, context);

    /// <inheritdoc/>
    public IKeyWork Begin(long index)
    {
        _work.Begin(index, _free.TryPop(out var point) ? point : new FramePoint(new float[context.Info.LatentLength]));
        return _work;
    }

    /// <inheritdoc/>
    public (double Length, EasingKind Easing) Span(long index) => keys.Span(index);

    /// <inheritdoc/>
    public double PlaceOf(long index) => keys.PlaceOf(index);

    /// <inheritdoc/>
    public void Release(FramePoint key) => _free.Push(key);

    private sealed class Decoding(IKeySource keys, SourceContext context) : IKeyWork
    {
        private IKeyWork _latent = null!;
        private bool _decoded;

        public int Slices => _latent.Slices + 1;

        public int Done => _latent.Done + (_decoded ? 1 : 0);

        public FramePoint Key { get; private set; } = null!;

        public void Begin(long index, FramePoint key) => (_latent, Key, _decoded) = (keys.Begin(index), key, false);

        public void Step()
        {
            if (_latent.Done < _latent.Slices)
            {
                _latent.Step();
                return;
            }

            Key.Set(_latent.Key);
            keys.Release(_latent.Key);
            context.DecodeFeatures(Key);
            _decoded = true;
        }
    }
}
