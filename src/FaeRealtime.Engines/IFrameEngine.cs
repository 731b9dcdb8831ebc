using FaeRealtime.Core.Errors;
using FaeRealtime.Sampling.Flow;
using FaeRealtime.Sampling.Walks;

namespace FaeRealtime.Engines;

/// <summary>Makes latents and paints them. Created, used and disposed on one thread, the session's generator thread; owns every tensor.</summary>
public interface IFrameEngine : IDisposable
{
    /// <summary>The model and the device.</summary>
    FrameEngineInfo Info { get; }

    /// <summary>Runs part or all of a sampling plan.</summary>
    /// <param name="noise">Latent <c>[C, h, w]</c> at the plan's first time, standard normal where that is 1.</param>
    /// <param name="condition">Classes and words.</param>
    /// <param name="plan">The steps to take.</param>
    /// <param name="seeds">The blend of seeds behind the noise, from which a stochastic plan draws each step's.</param>
    /// <param name="latent">Receives <c>[C, h, w]</c> at the plan's last time, in the generator's normalised space; may be <paramref name="noise"/>.</param>
    /// <exception cref="ConfigException">The model folder has no generator, a class does not exist, or the generator knows no words.</exception>
    /// <exception cref="CheckpointException">The result is not finite.</exception>
    void Generate(ReadOnlySpan<float> noise, EngineCondition condition, SamplingPlan plan, ReadOnlySpan<WeightedSeed> seeds, Span<float> latent);

    /// <summary>Runs the feature decoder alone.</summary>
    /// <param name="latent">Clean latent <c>[C, h, w]</c> in the generator's normalised space.</param>
    /// <param name="features">Receives standardised features <c>[T, D]</c>, T = h·w.</param>
    void DecodeFeatures(ReadOnlySpan<float> latent, Span<float> features);

    /// <summary>Decodes features: the pixel decoder alone.</summary>
    /// <param name="features">Standardised features <c>[T, D]</c>, as <see cref="DecodeFeatures"/> gives them, or a blend of some.</param>
    /// <param name="rgba">Receives <c>[H, W, 4]</c>, top row first, opaque.</param>
    /// <exception cref="ShapeException">They are not those of the model's sizes.</exception>
    /// <exception cref="CheckpointException">The picture is not finite.</exception>
    void DecodePixels(ReadOnlySpan<float> features, Span<byte> rgba);

    /// <summary>Decodes a latent: the same picture as its features.</summary>
    /// <param name="latent">Clean latent <c>[C, h, w]</c> in the generator's normalised space.</param>
    /// <param name="rgba">Receives <c>[H, W, 4]</c>, top row first, opaque.</param>
    /// <exception cref="CheckpointException">The picture is not finite.</exception>
    void Decode(ReadOnlySpan<float> latent, Span<byte> rgba);
}
