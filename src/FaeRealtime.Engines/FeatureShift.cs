using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Sampling.Conditions;

namespace FaeRealtime.Engines;

/// <summary>Adds a model's feature directions to decoded features, before an engine paints them: x̂ + Σ w·d. Without weights it costs nothing and changes no bit.</summary>
/// <remarks>The same for every engine, and for any number of threads: each value is summed by itself, in the order of the directions. Allocates when directions first act, and then no more.</remarks>
/// <param name="engine">Decodes. Borrowed.</param>
public sealed class FeatureShift(IFrameEngine engine)
{
    private readonly float[] _weights = new float[engine.Info.Directions?.All.Count ?? 0];
    private float[] _sum = [];
    private float[] _features = [];

    /// <summary>Whether any direction acts.</summary>
    public bool IsActive { get; private set; }

    /// <summary>One that acts as a text says.</summary>
    /// <param name="engine">Decodes. Borrowed.</param>
    /// <param name="directions">As <see cref="DirectionWeights.Parse"/> reads them.</param>
    /// <exception cref="ConfigException">The model has no such directions.</exception>
    public static FeatureShift Of(IFrameEngine engine, string directions)
    {
        ArgumentNullException.ThrowIfNull(engine);
        var (shift, parsed, known) = (new FeatureShift(engine), DirectionWeights.Parse(directions), engine.Info.Directions);
        parsed.Require(known, engine.Info.Config.Name);
        if (known is not null)
        {
            var weights = new float[known.All.Count];
            parsed.Fill(known, DirectionKind.Feature, weights);
            shift.Set(weights);
        }

        return shift;
    }

    /// <summary>Takes weights.</summary>
    /// <param name="weights">One for each of the model's directions; those of phrases are 0.</param>
    public void Set(ReadOnlySpan<float> weights)
    {
        if (weights.SequenceEqual(_weights))
        {
            return;
        }

        weights.CopyTo(_weights);
        IsActive = weights.ContainsAnyExcept(0f);
        if (!IsActive)
        {
            return;
        }

        if (_sum.Length == 0)
        {
            (_sum, _features) = (new float[engine.Info.FeatureLength], new float[engine.Info.FeatureLength]);
        }

        _sum.AsSpan().Clear();
        for (var place = 0; place < weights.Length; place++)
        {
            if (weights[place] != 0)
            {
                PhraseVectors.Add(_sum, engine.Info.Directions!.Vector(place), weights[place]);
            }
        }
    }

    /// <summary>The features that are to be painted.</summary>
    /// <param name="latent">Clean latent <c>[C, h, w]</c>, normalised.</param>
    /// <param name="features">Its features or a blend of some, <c>[T, D]</c>; empty where there are none yet, and the latent's own are decoded.</param>
    /// <returns><c>[T, D]</c>, until the next call; <paramref name="features"/> where no direction acts.</returns>
    public ReadOnlySpan<float> Features(ReadOnlySpan<float> latent, ReadOnlySpan<float> features)
    {
        if (!IsActive)
        {
            return features;
        }

        if (features.IsEmpty)
        {
            engine.DecodeFeatures(latent, _features);
        }
        else
        {
            features.CopyTo(_features);
        }

        PhraseVectors.Add(_features, _sum, 1f);
        return _features;
    }

    /// <summary>Decodes a latent to its picture.</summary>
    /// <param name="latent">Clean latent <c>[C, h, w]</c>, normalised.</param>
    /// <param name="rgba">Receives <c>[H, W, 4]</c>, top row first, opaque.</param>
    /// <exception cref="CheckpointException">The picture is not finite.</exception>
    public void Decode(ReadOnlySpan<float> latent, Span<byte> rgba)
    {
        if (IsActive)
        {
            engine.DecodePixels(Features(latent, []), rgba);
        }
        else
        {
            engine.Decode(latent, rgba);
        }
    }
}
