using FaeRealtime.Core;
using FaeRealtime.Core.Architectures;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Engines.Gl.Compute;
using FaeRealtime.Engines.Gl.Networks.Encoders;
using FaeRealtime.Graphics.Contexts;

namespace FaeRealtime.Engines.Gl;

/// <summary>The frozen ViT and a model's encoder in OpenGL compute shaders, on a context of their own beside the frames'.</summary>
/// <remarks>A picture goes up as normalised colours, 12 bytes a pixel; a latent of some kilobytes comes back, on the thread that asks, which waits for it. Opened, used and disposed on one thread.</remarks>
public sealed class GlImageEncoder : ILatentEncoder
{
    private readonly IGlContext _context;
    private readonly bool _ownsContext;
    private readonly GlCompute _compute;
    private readonly ModelConfig _config;
    private readonly GlVisionTransformer _vision;
    private readonly GlLatentEncoder _encoder;
    private readonly KernelList _list;
    private readonly float[] _planes; // [3, S, S]
    private readonly float[] _posterior; // [T, 2·C]

    private GlImageEncoder(IGlContext context, bool ownsContext, GlCompute compute, ModelConfig config, GlVisionTransformer vision, GlLatentEncoder encoder, KernelList list)
    {
        (_context, _ownsContext, _compute, _config, _vision, _encoder, _list) = (context, ownsContext, compute, config, vision, encoder, list);
        _planes = new float[3 * config.Encoder.InputSize * config.Encoder.InputSize];
        _posterior = new float[vision.Patches * 2 * config.Latent.Channels];
    }

    /// <inheritdoc/>
    public int Side => _config.Encoder.InputSize;

    /// <inheritdoc/>
    public int LatentLength => _vision.Patches * _config.Latent.Channels;

    /// <summary>What draws.</summary>
    public string Renderer => _context.Renderer;

    /// <summary>Makes a context, compiles the kernels and brings the weights onto the device.</summary>
    /// <param name="folder">The model.</param>
    /// <param name="weights">Official weights of its frozen ViT in timm's or DINOv2's keys; a file of another hash than the model's is refused.</param>
    /// <param name="half">Whether weights are float16; null for float16 on a GPU and float32 on a software renderer.</param>
    /// <param name="context">Where it runs; null for a headless context of its own. Borrowed.</param>
    /// <returns>The encoder; the caller disposes on the same thread.</returns>
    /// <exception cref="GraphicsException">There is no OpenGL 4.3, the driver refuses a kernel, or the device has not enough memory.</exception>
    /// <exception cref="CheckpointException">A file is missing, damaged, another one, or does not fit.</exception>
    /// <exception cref="ConfigException">The encoder is of another kind than single attention.</exception>
    public static GlImageEncoder Open(ModelFolder folder, string weights, bool? half = null, IGlContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var config = folder.Config;
        WeightIdentity.Require(weights, config.Encoder);
        using var parts = new PartsInMaking();
        var opened = (context ?? parts.Add(EglContext.CreateForCompute())).Open();
        var compute = GlCompute.Open(opened, half ?? !Renderers.IsSoftware(opened.Renderer), 2L * sizeof(float) * config.Latent.Channels * config.Latent.Side * config.Latent.Side);
        parts.Add(new InContext(opened, compute));
        var vision = GlVisionTransformer.Open(compute, weights, config.Encoder);
        var encoder = GlLatentEncoder.Open(compute, folder.EncoderPath, config.Autoencoder, config.Latent, config.Encoder.FeatureWidth);
        var list = vision.List();
        vision.Record(list);
        encoder.Record(list.For(vision.Patches), vision.Features);
        return parts.Finish(new GlImageEncoder(opened, context is null, compute, config, vision, encoder, list.Finish()));
    }

    /// <inheritdoc/>
    public void Encode(ReadOnlySpan<byte> rgb, Span<float> latent)
    {
        if (latent.Length != LatentLength)
        {
            throw new ShapeException($"A latent of {latent.Length} values is to receive one of {LatentLength}; give [C, h, w] of the model's configuration.");
        }

        VisionTokens.Normalise(rgb, _config.Encoder, _planes);
        _vision.Write(_planes);
        _list.Run(default);
        _compute.Read<float>(_encoder.Posterior, 0, _posterior);
        var (statistics, channels, tokens) = (_config.Latent, _config.Latent.Channels, _vision.Patches);
        for (var channel = 0; channel < channels; channel++)
        {
            var (mean, deviation) = statistics.Mean.Count > 0 ? ((float)statistics.Mean[channel], (float)statistics.Std[channel]) : (0f, 1f);
            for (var token = 0; token < tokens; token++)
            {
                latent[(channel * tokens) + token] = (_posterior[(token * 2 * channels) + channel] - mean) / deviation;
            }
        }
    }

    /// <summary>The features of the last picture, for tests; waits for the device.</summary>
    /// <param name="features">Receives <c>[T, D]</c>, raw.</param>
    internal void ReadFeatures(Span<float> features) => _compute.Read(_vision.Features, 0, features);

    /// <inheritdoc/>
    public void Dispose()
    {
        _context.Delete(_compute);
        if (_ownsContext)
        {
            _context.Dispose();
        }
        else
        {
            _context.ReleaseCurrent();
        }
    }
}
