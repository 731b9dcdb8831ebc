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
    private const float LowestLogVariance = -30;
    private const float HighestLogVariance = 20;

    private readonly Compute compute;
    private readonly AutoencoderConfig config;
    private readonly Arena arena;
    private readonly int featureWidth;
    private readonly RowNorm preNorm;
    private readonly float** preModulation;
    private readonly PackedMatrix merged;
    private readonly PackedMatrix output;
    private readonly HeadPlacement heads;
    private readonly AttentionPass attention;
    private readonly EpilogueKind activation;
    private readonly float* mean;
    private readonly float* deviation;
    private float* input;
    private float* parts;
    private float* mixed;
    private float* result;
    private int pictures;

    private CpuLatentEncoder(Compute compute, Arena arena, WeightFile file, AutoencoderConfig config, LatentConfig latent, int featureWidth)
    {
        (this.compute, this.arena, this.config, this.featureWidth, Channels) = (compute, arena, config, featureWidth, latent.Channels);
        var layers = new LayerReader(file, arena, compute.Kernels);
        mean = arena.Copy(layers.File.Take("features.mean", featureWidth));
        deviation = arena.Copy(layers.File.Take("features.std", featureWidth));
        preNorm = LayerReader.Norm(config.PreNormKind);
        preModulation = config.PreNorm ? layers.Modulation("norm", config.PreNormKind, featureWidth) : null;
        merged = layers.Linear("linear1", 4 * Hidden, featureWidth);
        NormKind? qkNorm = config.QkNorm ? NormKind.RmsNorm : null;
        heads = new HeadPlacement(
            layers.Head("q_norm", qkNorm, config.HeadWidth),
            layers.Head("k_norm", qkNorm, config.HeadWidth),
            config.Rope ? RotaryTable.Of(arena, config.HeadWidth, latent.Side) : null,
            (float)(1.0 / Math.Sqrt(config.HeadWidth)));
        output = layers.Linear("linear2", 2 * latent.Channels, Hidden);
        activation = config.Activation == ActivationKind.Gelu ? EpilogueKind.Gelu : EpilogueKind.Silu;
        attention = new AttentionPass(compute, arena, new AttentionShape(latent.Side * latent.Side, config.Heads, config.HeadWidth));
        file.Finish();
    }

    /// <summary>Channels C of the latent.</summary>
    public int Channels { get; }

    private int Hidden => config.Heads * config.HeadWidth;

    private int Tokens => attention.Shape.Tokens;

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
        var (picture, count) = (Tokens * featureWidth, features.Length / (Tokens * featureWidth));
        var values = count * Tokens * Channels;
        if (count == 0 || features.Length != count * picture || means.Length != values || logVariances.Length != values)
        {
            throw new ShapeException($"{features.Length} feature values do not make {means.Length} means; give [B, {Tokens}, {featureWidth}] and twice [B, {Tokens}, {Channels}].");
        }

        Reserve(count);
        Standardise(features);
        Run(count);
        for (var i = 0; i < values; i++)
        {
            var row = result + ((nint)(i / Channels) * 2 * Channels) + (i % Channels);
            means[i] = *row;
            logVariances[i] = Math.Clamp(row[Channels], LowestLogVariance, HighestLogVariance);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => arena.Dispose();

    private void Standardise(ReadOnlySpan<float> features)
    {
        for (var i = 0; i < features.Length; i++)
        {
            input[i] = (features[i] - mean[i % featureWidth]) / deviation[i % featureWidth];
        }
    }

    private void Run(int count)
    {
        var (rows, hidden) = (count * Tokens, Hidden);
        if (preModulation != null)
        {
            compute.Normalise(preNorm, LayerReader.Own(preModulation, featureWidth, rows), input, input, featureWidth, rows);
        }

        compute.Multiply(merged, input, featureWidth, rows, new Epilogue { Target = parts, TargetStride = 4 * hidden });
        attention.Run(heads, parts, 4 * hidden, mixed, count);
        for (var row = 0; row < rows; row++)
        {
            var sum = mixed + ((nint)row * hidden);
            compute.Kernels.Add(sum, parts + (((nint)row * 4) + 3) * hidden, sum, hidden);
            compute.Kernels.Activate(activation, sum, hidden);
        }

        compute.Multiply(output, mixed, hidden, rows, new Epilogue { Target = result, TargetStride = 2 * Channels });
    }

    private void Reserve(int count)
    {
        if (count > pictures)
        {
            pictures = count;
            var rows = (long)count * Tokens;
            input = arena.Take(rows * featureWidth);
            parts = arena.Take(rows * 4 * Hidden);
            mixed = arena.Take(rows * Hidden);
            result = arena.Take(rows * 2 * Channels);
        }
    }
}
