using FaeRealtime.Engines;
using FaeRealtime.Live.Parameters;

namespace FaeRealtime.Live.Motion;

/// <summary>A point of the way: what a frame is painted from. That is its latent, or the features beside it where pictures are blended in space <see cref="SourceSpace.Feature"/>.</summary>
/// <param name="latent">Clean latent <c>[C, h, w]</c>, normalised. Owned from here on.</param>
internal sealed class FramePoint(float[] latent)
{
    // Made when features are first needed, and kept: they are large, and come and go with a fade.
    private float[] _features = [];
    private int _width;

    /// <summary>The latent. Beside features it is what space <see cref="SourceSpace.Latent"/> would show here: for views, and to go on from.</summary>
    public float[] Latent { get; } = latent;

    /// <summary>Whether the picture is painted from <see cref="Features"/>, and not from the latent.</summary>
    public bool HasFeatures { get; private set; }

    /// <summary>The features <c>[T, D]</c>, standardised; empty where the latent is painted.</summary>
    public ReadOnlySpan<float> Features => HasFeatures ? _features : [];

    /// <summary>Whether another one paints the same.</summary>
    public bool SequenceEqual(FramePoint other) => Latent.AsSpan().SequenceEqual(other.Latent) && Features.SequenceEqual(other.Features);

    /// <summary>Takes a latent, without features.</summary>
    public void Set(ReadOnlySpan<float> values)
    {
        values.CopyTo(Latent);
        HasFeatures = false;
    }

    /// <summary>Takes all of another one.</summary>
    public void Set(FramePoint other)
    {
        Set(other.Latent);
        if (other.HasFeatures)
        {
            other._features.CopyTo(Room(other._features.Length, other._width));
        }
    }

    /// <summary>Goes over to the features of the latent, which paint the same picture, unless there are features already.</summary>
    /// <param name="engine">Decodes them. Borrowed.</param>
    public void DecodeFeatures(IFrameEngine engine)
    {
        if (!HasFeatures)
        {
            engine.DecodeFeatures(Latent, Room(engine.Info.FeatureLength, engine.Info.FeatureWidth));
        }
    }

    /// <summary>Takes the blend of two: of their latents, and, where both have them, of their features.</summary>
    /// <param name="from">At t = 0. May be this one.</param>
    /// <param name="to">At t = 1. May be this one.</param>
    /// <param name="t">In [0, 1].</param>
    /// <param name="channels">C of the latents.</param>
    /// <param name="interpolation">How: the same for both.</param>
    public void Blend(FramePoint from, FramePoint to, double t, int channels, InterpolationKind interpolation)
    {
        LatentBlend.Blend(from.Latent, to.Latent, t, channels, interpolation, Latent);
        if (!from.HasFeatures || !to.HasFeatures)
        {
            HasFeatures = false;
            return;
        }

        // Either may be this one.
        var (first, second) = (from._features, to._features);
        FeatureBlend.Blend(first, second, t, from._width, interpolation, Room(first.Length, from._width));
    }

    /// <summary>Takes the features of another point, of the same size, at some places.</summary>
    /// <param name="other">Has features, as this one does.</param>
    /// <param name="mine"><c>[T]</c>: how much of each place stays this one's, 0 to 1.</param>
    public void Mix(FramePoint other, ReadOnlySpan<float> mine)
    {
        for (var i = 0; i < _features.Length; i++)
        {
            var share = mine[i / _width];
            _features[i] = (share * _features[i]) + ((1f - share) * other._features[i]);
        }
    }

    private Span<float> Room(int length, int width)
    {
        (HasFeatures, _width) = (true, width);
        if (_features.Length != length)
        {
            _features = new float[length];
        }

        return _features;
    }
}
