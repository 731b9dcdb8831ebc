using FaeRealtime.Core.Checkpoints.Formats;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Engines.Gl.Compute;
using FaeRealtime.Graphics.Compute;

namespace FaeRealtime.Engines.Gl.Networks.Encoders;

/// <summary>The paper's encoder from features to the posterior of the latent: one attention layer.</summary>
/// <remarks>FAE, figure 7 and appendix A: [q, k, v, s] = W₁x + b₁; a = softmax(qkᵀ/√Dh)·v per head; h = φ(s + a); [μ, log σ²] = W₂h + b₂.</remarks>
internal sealed class GlLatentEncoder
{
    private readonly AutoencoderConfig _config;
    private readonly BlockConfig _block;
    private readonly int _featureWidth;
    private readonly StorageBuffer _statistics;
    private readonly GlNorm? _preNorm;
    private readonly GlLinear _asking;
    private readonly GlLinear _passing;
    private readonly HeadPlacement _heads;
    private readonly GlLinear _output;
    private readonly StorageBuffer _input;
    private readonly StorageBuffer _normed;
    private readonly StorageBuffer _merged;
    private readonly StorageBuffer _passed;
    private readonly StorageBuffer _mixed;

    private GlLatentEncoder(GlCompute compute, WeightFile file, AutoencoderConfig config, LatentConfig latent, int featureWidth)
    {
        var (layers, hidden, tokens) = (new GlLayerReader(file, compute), config.Heads * config.HeadWidth, (long)latent.Side * latent.Side);
        (_config, _featureWidth) = (config, featureWidth);
        _block = new BlockConfig(hidden, config.Heads, hidden, FeedForwardKind.Gelu, config.PreNormKind, config.QkNorm ? NormKind.RmsNorm : null);
        _statistics = compute.Copy<float>((float[])[.. file.Take("features.mean", featureWidth), .. file.Take("features.std", featureWidth)]);
        _preNorm = config.PreNorm ? layers.Norm("norm", config.PreNormKind, featureWidth) : null;
        var (weight, bias) = (file.Take("linear1.weight", 4 * hidden, featureWidth), file.Take("linear1.bias", 4 * hidden));
        _asking = GlLinear.Pack(compute, weight.AsSpan(0, 3 * hidden * featureWidth), bias.AsSpan(0, 3 * hidden), featureWidth);
        _passing = GlLinear.Pack(compute, weight.AsSpan(3 * hidden * featureWidth), bias.AsSpan(3 * hidden), featureWidth);
        _heads = layers.Heads(string.Empty, _block, GlAttentionForm.Plain, config.Rope ? layers.Rotation(null, config.HeadWidth, latent.Side) : null);
        _output = layers.Linear("linear2", 2 * latent.Channels, hidden);
        file.Finish();
        (_input, _normed) = (compute.Floats(tokens * featureWidth), compute.Floats(tokens * featureWidth));
        (_merged, _passed, _mixed) = (compute.Floats(3 * tokens * hidden), compute.Floats(tokens * hidden), compute.Floats(tokens * hidden));
        Posterior = compute.Floats(tokens * 2 * latent.Channels);
    }

    /// <summary>Means and log-variances <c>[T, 2·C]</c>, valid until the next run.</summary>
    public StorageBuffer Posterior { get; }

    /// <summary>Reads an encoder onto the device.</summary>
    /// <param name="compute">Memory and kernels. Borrowed.</param>
    /// <param name="path">Its weights.</param>
    /// <param name="config">Heads, activation, norms, RoPE.</param>
    /// <param name="latent">The latent grid.</param>
    /// <param name="featureWidth">Width D of the features.</param>
    /// <exception cref="CheckpointException">The file is missing, damaged or does not fit.</exception>
    /// <exception cref="ConfigException">The encoder is of another kind than single attention.</exception>
    public static GlLatentEncoder Open(GlCompute compute, string path, AutoencoderConfig config, LatentConfig latent, int featureWidth)
    {
        if (config.Kind != AutoencoderKind.SingleAttention)
        {
            throw new ConfigException($"autoencoder.kind is '{config.Kind}', and this engine knows the single attention only. Use the torch engine.");
        }

        using var file = WeightFile.Open(path, "the latent encoder");
        return new GlLatentEncoder(compute, file, config, latent, featureWidth);
    }

    /// <summary>Appends the kernels from raw features to the posterior.</summary>
    /// <param name="list">What is filled; its pictures have T rows.</param>
    /// <param name="features">Raw features <c>[T, D]</c>.</param>
    public void Record(KernelList list, StorageBuffer features)
    {
        var (rows, width, hidden) = (list.Tokens, _featureWidth, _block.Width);
        list.Copy(new Rows(features, width), new Rows(_input, width), rows, width, new RowChange { Statistics = _statistics });
        if (_preNorm is not null)
        {
            list.Normalise(_preNorm, null, _input, _normed, width, rows);
        }

        var source = new Rows(_preNorm is null ? _input : _normed, width);
        list.Multiply(_asking, source, rows, new ProductTarget(new Rows(_merged, 3 * hidden)));
        list.Multiply(_passing, source, rows, new ProductTarget(new Rows(_passed, hidden)));
        list.Place(_heads, _block, _merged, rows);
        list.Attend(_block, _merged, _mixed, 1);
        var sum = new Rows(_passed, hidden);
        list.Copy(new Rows(_mixed, hidden), sum, rows, hidden, new RowChange { Added = sum, Activation = _config.Activation == ActivationKind.Gelu ? "GELU" : "SILU" });
        list.Multiply(_output, sum, rows, new ProductTarget(new Rows(Posterior, _output.Outputs)));
    }
}
