using FaeRealtime.Core.Checkpoints.Formats;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Cpu.Buffers;
using FaeRealtime.Cpu.Kernels;
using FaeRealtime.Cpu.Packing;
using FaeRealtime.Cpu.Passes;

namespace FaeRealtime.Cpu.Networks;

/// <summary>The paper's encoder from features to the posterior of the latent: one attention layer.</summary>
/// <remarks>FAE, figure 7 and appendix A: [q, k, v, s] = W₁x + b₁; a = softmax(qkᵀ/√Dh)·v per head; h = φ(s + a); [μ, log σ²] = W₂h + b₂.</remarks>
internal sealed unsafe class CpuLatentEncoder : IDisposable
{
    // REPA's and LDM's bounds on log σ².
    private const float MinimumLogVariance = -30;
    private const float MaximumLogVariance = 20;

    private readonly Compute _compute;
    private readonly AutoencoderConfig _config;
    private readonly Arena _arena;
    private readonly int _featureWidth;
    private readonly RowNorm _preNorm;
    private readonly float** _preModulation;
    private readonly PackedMatrix _merged;
    private readonly PackedMatrix _output;
    private readonly HeadPlacement _heads;
    private readonly AttentionPass _attention;
    private readonly EpilogueKind _activation;
    private readonly float* _mean;
    private readonly float* _deviation;
    private float* _input;
    private float* _parts;
    private float* _mixed;
    private float* _result;
    private int _pictures;

    private CpuLatentEncoder(Compute compute, Arena arena, WeightFile file, AutoencoderConfig config, LatentConfig latent, int featureWidth)
    {
        (_compute, _arena, _config, _featureWidth, Channels) = (compute, arena, config, featureWidth, latent.Channels);
        var layers = new LayerReader(file, arena, compute.Kernels);
        _mean = arena.Copy(layers.File.Take("features.mean", featureWidth));
        _deviation = arena.Copy(layers.File.Take("features.std", featureWidth));
        _preNorm = LayerReader.Norm(config.PreNormKind);
        _preModulation = config.PreNorm ? layers.Modulation("norm", config.PreNormKind, featureWidth) : null;
        _merged = layers.Linear("linear1", 4 * Hidden, featureWidth);
        NormKind? qkNorm = config.QkNorm ? NormKind.RmsNorm : null;
        _heads = new HeadPlacement(
            layers.Head("q_norm", qkNorm, config.HeadWidth),
            layers.Head("k_norm", qkNorm, config.HeadWidth),
            config.Rope ? RotaryTable.Of(arena, config.HeadWidth, latent.Side) : null,
            (float)(1.0 / Math.Sqrt(config.HeadWidth)));
        _output = layers.Linear("linear2", 2 * latent.Channels, Hidden);
        _activation = config.Activation == ActivationKind.Gelu ? EpilogueKind.Gelu : EpilogueKind.Silu;
        _attention = new AttentionPass(compute, arena, new AttentionShape(latent.Side * latent.Side, config.Heads, config.HeadWidth));
        file.Finish();
    }

    /// <summary>Channels C of the latent.</summary>
    public int Channels { get; }

    private int Hidden => _config.Heads * _config.HeadWidth;

    private int Tokens => _attention.Shape.Tokens;

    /// <summary>Reads and packs an encoder.</summary>
    /// <param name="compute">Threads and kernels. Borrowed.</param>
    /// <param name="path">Its weights.</param>
    /// <param name="config">Heads, activation, norms, RoPE.</param>
    /// <param name="latent">The latent grid.</param>
    /// <param name="featureWidth">Width D of the features.</param>
    /// <exception cref="CheckpointException">The file is missing, damaged or does not fit.</exception>
    /// <exception cref="ConfigException">The encoder is of another kind than single attention.</exception>
    public static CpuLatentEncoder Open(Compute compute, string path, AutoencoderConfig config, LatentConfig latent, int featureWidth)
    {
        if (config.Kind != AutoencoderKind.SingleAttention)
        {
            throw new ConfigException($"autoencoder.kind is '{config.Kind}', and this engine knows the single attention only. Use the torch engine.");
        }

        using var file = WeightFile.Open(path, "the latent encoder");
        return Arena.Fill(arena => new CpuLatentEncoder(compute, arena, file, config, latent, featureWidth));
    }

    /// <summary>Encodes features of the latent's grid.</summary>
    /// <param name="features">Raw features <c>[B, T, D]</c>; they are standardised here.</param>
    /// <param name="means">Receives the posterior's means <c>[B, T, C]</c>.</param>
    /// <param name="logVariances">Receives its log-variances <c>[B, T, C]</c>, in [−30, 20].</param>
    /// <exception cref="ShapeException">The lengths do not fit together.</exception>
    public void Encode(ReadOnlySpan<float> features, Span<float> means, Span<float> logVariances)
    {
        var (picture, count) = (Tokens * _featureWidth, features.Length / (Tokens * _featureWidth));
        var values = count * Tokens * Channels;
        if (count == 0 || features.Length != count * picture || means.Length != values || logVariances.Length != values)
        {
            throw new ShapeException($"{features.Length} feature values do not make {means.Length} means; give [B, {Tokens}, {_featureWidth}] and twice [B, {Tokens}, {Channels}].");
        }

        Reserve(count);
        Standardise(features);
        Run(count);
        for (var i = 0; i < values; i++)
        {
            var row = _result + ((nint)(i / Channels) * 2 * Channels) + (i % Channels);
            means[i] = *row;
            logVariances[i] = Math.Clamp(row[Channels], MinimumLogVariance, MaximumLogVariance);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _arena.Dispose();

    private void Standardise(ReadOnlySpan<float> features)
    {
        for (var i = 0; i < features.Length; i++)
        {
            _input[i] = (features[i] - _mean[i % _featureWidth]) / _deviation[i % _featureWidth];
        }
    }

    private void Run(int count)
    {
        var (rows, hidden) = (count * Tokens, Hidden);
        if (_preModulation != null)
        {
            _compute.Normalise(_preNorm, LayerReader.Own(_preModulation, _featureWidth, rows), _input, _input, _featureWidth, rows);
        }

        _compute.Multiply(_merged, _input, _featureWidth, rows, new Epilogue { Target = _parts, TargetStride = 4 * hidden });
        _attention.Run(_heads, _parts, 4 * hidden, _mixed, count);
        for (var row = 0; row < rows; row++)
        {
            var sum = _mixed + ((nint)row * hidden);
            _compute.Kernels.Add(sum, _parts + (((nint)row * 4) + 3) * hidden, sum, hidden);
            _compute.Kernels.Activate(_activation, sum, hidden);
        }

        _compute.Multiply(_output, _mixed, hidden, rows, new Epilogue { Target = _result, TargetStride = 2 * Channels });
    }

    private void Reserve(int count)
    {
        if (count > _pictures)
        {
            _pictures = count;
            var rows = (long)count * Tokens;
            _input = _arena.Take(rows * _featureWidth);
            _parts = _arena.Take(rows * 4 * Hidden);
            _mixed = _arena.Take(rows * Hidden);
            _result = _arena.Take(rows * 2 * Channels);
        }
    }
}
