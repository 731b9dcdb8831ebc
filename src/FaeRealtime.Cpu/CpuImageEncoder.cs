using FaeRealtime.Core;
using FaeRealtime.Core.Architectures;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Cpu.Networks;
using FaeRealtime.Cpu.Passes;

namespace FaeRealtime.Cpu;

/// <summary>From a picture to a model's latent on the CPU, without libtorch: the frozen ViT and the single attention. Once open, it allocates no managed memory.</summary>
/// <remarks>For one thread at a time; its own threads do not show. Latents are identical for any number of them.</remarks>
public sealed class CpuImageEncoder : IDisposable
{
    private readonly ModelFolder _folder;
    private readonly Compute _compute;
    private readonly CpuVisionTransformer _vision;
    private readonly CpuLatentEncoder _encoder;
    private readonly float[] _means; // [T, C]
    private readonly float[] _logVariances; // [T, C]

    private CpuImageEncoder(ModelFolder folder, Compute compute, CpuVisionTransformer vision, CpuLatentEncoder encoder)
    {
        (_folder, _compute, _vision, _encoder) = (folder, compute, vision, encoder);
        _means = new float[vision.Tokens * encoder.Channels];
        _logVariances = new float[_means.Length];
    }

    /// <summary>Side S of the pictures that it takes: the frozen ViT's input.</summary>
    public int Side => _folder.Config.Encoder.InputSize;

    /// <summary>Values of a latent.</summary>
    public int LatentLength => _means.Length;

    /// <summary>Threads that compute.</summary>
    public int Threads => _compute.Pool.Threads;

    /// <summary>Reads and packs the frozen ViT and the model's encoder.</summary>
    /// <param name="folder">The model.</param>
    /// <param name="weights">Official weights of its frozen ViT in timm's or DINOv2's keys; a file of another hash than the model's is refused.</param>
    /// <param name="threads">Threads that compute, the caller's included; 0 for one a physical core.</param>
    /// <param name="vectorBits">Bits of a vector, 256 or 512; null for the fastest.</param>
    /// <returns>The encoder; the caller disposes.</returns>
    /// <exception cref="CheckpointException">A file is missing, damaged, another one, or does not fit.</exception>
    /// <exception cref="ConfigException">The encoder is of another kind than single attention, or an option is out of range.</exception>
    public static CpuImageEncoder Open(ModelFolder folder, string weights, int threads = 0, int? vectorBits = null)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var config = folder.Config;
        WeightIdentity.Require(weights, config.Encoder);
        using var parts = new PartsInMaking();
        var compute = parts.Add(Compute.Of(threads, vectorBits));
        var vision = parts.Add(CpuVisionTransformer.Open(compute, weights, config.Encoder));
        var encoder = parts.Add(CpuLatentEncoder.Open(compute, folder.EncoderPath, config.Autoencoder, config.Latent, config.Encoder.FeatureWidth));
        return parts.Finish(new CpuImageEncoder(folder, compute, vision, encoder));
    }

    /// <summary>Encodes a picture.</summary>
    /// <param name="rgb"><c>[S, S, 3]</c>, top row first.</param>
    /// <param name="latent">Receives the posterior's mean <c>[C, h, w]</c> in the generator's normalised space.</param>
    /// <exception cref="ShapeException">The picture or the latent has another size.</exception>
    public void Encode(ReadOnlySpan<byte> rgb, Span<float> latent)
    {
        if (latent.Length != LatentLength)
        {
            throw new ShapeException($"A latent of {latent.Length} values is to receive one of {LatentLength}; give [C, h, w] of the model's configuration.");
        }

        _encoder.Encode(_vision.Run(rgb), _means, _logVariances);
        var (statistics, channels) = (_folder.Config.Latent, _encoder.Channels);
        for (var channel = 0; channel < channels; channel++)
        {
            var normalised = statistics.Mean.Count > 0;
            var (mean, deviation) = normalised ? ((float)statistics.Mean[channel], (float)statistics.Std[channel]) : (0f, 1f);
            for (var token = 0; token < _vision.Tokens; token++)
            {
                latent[(channel * _vision.Tokens) + token] = (_means[(token * channels) + channel] - mean) / deviation;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _compute.Dispose();
        _vision.Dispose();
        _encoder.Dispose();
    }
}
