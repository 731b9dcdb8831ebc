using FaeRealtime.Core;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Cpu.Networks;
using FaeRealtime.Cpu.Passes;
using FaeRealtime.Cpu.Threads;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Flow;
using FaeRealtime.Sampling.Walks;

namespace FaeRealtime.Cpu;

/// <summary>A model folder's generator and decoders on the CPU, float32, without libtorch. Once warm, neither generating nor decoding allocates managed memory.</summary>
/// <remarks>For one thread at a time; its own threads do not show. Pictures are identical for any number of them.</remarks>
public sealed class CpuModel : IDisposable
{
    private readonly Compute _compute;
    private readonly ArraySpace _space = new();
    private readonly ArrayNoise _stepNoise;
    private readonly ClassBlends _blends = new();
    private readonly float[] _latent;
    private FlowSampler<float[], ClassBlends>? _sampler;
    private WeightedSeed[] _seedList = [];
    private CpuFeatureDecoder? _features;
    private CpuPixelDecoder? _pixels;
    private OpenedGenerator? _generator;

    // Owns the threads from here on.
    private CpuModel(ModelConfig config, GeneratorVariant variant, Compute compute)
    {
        (_compute, Config, Generator) = (compute, config, variant);
        _latent = new float[config.Latent.Channels * config.Latent.Side * config.Latent.Side];
        _stepNoise = new ArrayNoise(_space, default);
    }

    /// <summary>What the weights mean.</summary>
    public ModelConfig Config { get; }

    /// <summary>Which of the model's generators makes latents.</summary>
    public GeneratorVariant Generator { get; }

    /// <summary>Threads that compute.</summary>
    public int Threads => _compute.Pool.Threads;

    /// <summary>Bits of a vector.</summary>
    public int VectorBits => _compute.Kernels.Bits;

    /// <summary>Reads and packs the decoders and, where the folder has one, the generator or its student.</summary>
    /// <param name="folder">The model.</param>
    /// <param name="options">How it is computed.</param>
    /// <returns>The model; the caller disposes.</returns>
    /// <exception cref="CheckpointException">A file is missing, damaged or does not fit the configuration.</exception>
    /// <exception cref="ConfigException">The student is wanted and the folder has none, or an option is out of range.</exception>
    public static CpuModel Open(ModelFolder folder, CpuModelOptions options)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(options);
        var variant = folder.Choose(options.Generator);
        using var parts = new PartsInMaking();
        var model = parts.Add(new CpuModel(folder.Config, variant, Compute.Of(options.Threads, options.VectorBits)));
        model.Load(folder);
        return parts.Finish(model);
    }

    /// <summary>Runs part or all of a sampling plan.</summary>
    /// <param name="noise">Latent <c>[C, h, w]</c> at the plan's first time, standard normal where that is 1.</param>
    /// <param name="classes">The class, or a blend, weights above 0; empty for none.</param>
    /// <param name="text">Words as <see cref="PhraseVectors.Read"/> makes them, <c>[W]</c>; empty for none.</param>
    /// <param name="plan">The steps to take.</param>
    /// <param name="seeds">The blend of seeds behind the noise, from which a stochastic plan draws each step's.</param>
    /// <param name="result">Receives <c>[C, h, w]</c> at the plan's last time, in the generator's normalised space; may be <paramref name="noise"/>.</param>
    /// <returns>False when a value is not finite.</returns>
    /// <exception cref="ConfigException">The model folder has no generator, or the condition is not the model's.</exception>
    /// <exception cref="ShapeException">A latent has another length.</exception>
    public bool Generate(ReadOnlySpan<float> noise, ReadOnlySpan<WeightedClass> classes, ReadOnlySpan<float> text, SamplingPlan plan, ReadOnlySpan<WeightedSeed> seeds, Span<float> result)
    {
        if (_sampler is null)
        {
            throw new ConfigException($"Model '{Config.Name}' has no {ModelFolder.GeneratorFile}, which modes morph and walk need. Choose mode samples, or train stage III.");
        }

        RequireLatent(noise.Length);
        RequireLatent(result.Length);
        _blends.Set(classes, text);
        SetSeeds(seeds);
        noise.CopyTo(_latent);
        var generated = _sampler.Generate(_latent, _blends, plan, _stepNoise, CancellationToken.None);
        generated.CopyTo(result);
        _space.Release(generated);
        return IsFinite(result);
    }

    /// <summary>Decodes a latent to a picture.</summary>
    /// <param name="normalised">Clean latent <c>[C, h, w]</c> in the generator's normalised space.</param>
    /// <param name="rgba">Receives <c>[H, W, 4]</c>, top row first, opaque.</param>
    /// <returns>False when a value is not finite.</returns>
    /// <exception cref="ShapeException">The latent or the picture has another size.</exception>
    public unsafe bool Decode(ReadOnlySpan<float> normalised, Span<byte> rgba)
    {
        RequireLatent(normalised.Length);
        Denormalise(normalised);
        return _pixels!.Decode(_features!.Run(_latent), rgba);
    }

    /// <summary>Runs the feature decoder alone.</summary>
    /// <param name="normalised">Clean latent <c>[C, h, w]</c> in the generator's normalised space.</param>
    /// <param name="result">Receives standardised features <c>[T, D]</c>, T = h·w.</param>
    /// <exception cref="ShapeException">The latent or the features have another size.</exception>
    public unsafe void DecodeFeatures(ReadOnlySpan<float> normalised, Span<float> result)
    {
        RequireLatent(normalised.Length);
        RequireFeatures(result.Length);
        Denormalise(normalised);
        new ReadOnlySpan<float>(_features!.Run(_latent), result.Length).CopyTo(result);
    }

    /// <summary>Runs the pixel decoder alone.</summary>
    /// <param name="features">Standardised features <c>[T, D]</c>, T = h·w.</param>
    /// <param name="rgba">Receives <c>[H, W, 4]</c>, top row first, opaque.</param>
    /// <returns>False when a value is not finite.</returns>
    /// <exception cref="ShapeException">The features or the picture have another size.</exception>
    public unsafe bool DecodePixels(ReadOnlySpan<float> features, Span<byte> rgba)
    {
        RequireFeatures(features.Length);
        fixed (float* values = features)
        {
            return _pixels!.Decode(values, rgba);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _compute.Dispose();
        _generator?.Network.Dispose();
        _features?.Dispose();
        _pixels?.Dispose();
    }

    private void Load(ModelFolder folder)
    {
        // Side by side: reading and packing is most of the time to the first picture.
        _compute.Pool.Run(new ModelOpening(this, folder), ModelOpening.Parts);
        if (_generator is not null)
        {
            _sampler = new FlowSampler<float[], ClassBlends>(_space, _generator.Field);
        }
    }

    private static bool IsFinite(ReadOnlySpan<float> values)
    {
        foreach (var value in values)
        {
            if (!float.IsFinite(value))
            {
                return false;
            }
        }

        return true;
    }

    private void Denormalise(ReadOnlySpan<float> normalised)
    {
        normalised.CopyTo(_latent);
        var (statistics, plane) = (Config.Latent, Config.Latent.Side * Config.Latent.Side);
        for (var channel = 0; channel < statistics.Mean.Count; channel++)
        {
            var (mean, deviation) = ((float)statistics.Mean[channel], (float)statistics.Std[channel]);
            foreach (ref var value in _latent.AsSpan(channel * plane, plane))
            {
                value = float.MultiplyAddEstimate(value, deviation, mean);
            }
        }
    }

    private void SetSeeds(ReadOnlySpan<WeightedSeed> seeds)
    {
        if (seeds.Length > _seedList.Length)
        {
            _seedList = new WeightedSeed[seeds.Length];
        }

        seeds.CopyTo(_seedList);
        _stepNoise.Seeds = _seedList.AsMemory(0, seeds.Length);
    }

    private void RequireFeatures(int length)
    {
        if (length != _features!.Tokens * _features.FeatureWidth)
        {
            throw new ShapeException($"Features of {length} values came to a model of {_features.Tokens * _features.FeatureWidth}; give [T, D] of its configuration.");
        }
    }

    private void RequireLatent(int length)
    {
        if (length != _latent.Length)
        {
            throw new ShapeException($"A latent of {length} values came to a model of {_latent.Length}; give [C, h, w] of its configuration.");
        }
    }

    // The generator's file is the largest: it comes last, which the pool claims first.
    private sealed class ModelOpening(CpuModel model, ModelFolder folder) : IChunkedWork
    {
        public const int Parts = 3;

        public void Run(int chunk, int worker)
        {
            var (config, variant) = (folder.Config, model.Generator);
            switch (chunk)
            {
                case 0:
                    model._features = CpuFeatureDecoder.Open(model._compute, folder.FeatureDecoderPath, config.FeatureDecoder, config.Latent, config.Encoder.FeatureWidth);
                    break;
                case 1:
                    model._pixels = CpuPixelDecoder.Open(model._compute, folder.PixelDecoderPath, config.PixelDecoder, config.Encoder.FeatureWidth, config.Latent.Side);
                    break;
                default:
                    model._generator = File.Exists(folder.PathOf(variant))
                        ? CpuGenerators.Open(model._compute, model._space, folder.PathOf(variant), config, variant)
                        : null;
                    break;
            }
        }
    }
}

/// <summary>How a model is computed.</summary>
public sealed record CpuModelOptions
{
    /// <summary>Threads that compute, the caller's included; 0 for one a physical core.</summary>
    public int Threads { get; init; }

    /// <summary>Which of the model's generators makes latents; null for its few-step student where it has one.</summary>
    public GeneratorVariant? Generator { get; init; }

    /// <summary>Bits of a vector, 256 or 512; null for the fastest. Both are correct on every machine; they differ in the last bits of a picture.</summary>
    public int? VectorBits { get; init; }
}
