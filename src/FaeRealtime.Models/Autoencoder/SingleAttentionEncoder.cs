using FaeRealtime.Core.Config;
using FaeRealtime.Models.Initialisation;
using FaeRealtime.Models.Layers;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace FaeRealtime.Models.Autoencoder;

/// <summary>The paper's encoder from features to a low-dimensional latent: one attention layer, nothing else.</summary>
/// <remarks>
/// FAE (arXiv:2512.07829), figure 7 and appendix A: [q, k, v, s] = W₁x + b₁; a = softmax(qkᵀ/√Dh)·v per head; h = φ(s + a); [μ, log σ²] = W₂h + b₂.
/// No output projection, no positions. 38,166,592 parameters for 24 heads × 256 over 1536-wide features and 32 channels.
/// </remarks>
public sealed class SingleAttentionEncoder : nn.Module
{
    // REPA's and LDM's bounds on log σ².
    private const double LowestLogVariance = -30;
    private const double HighestLogVariance = 20;

    private readonly SingleAttentionConfig config;
    private readonly int featureWidth;

    [ComponentName(Name = "norm")]
    private readonly Norm? norm;

    [ComponentName(Name = "linear1")]
    private readonly Linear merged;

    [ComponentName(Name = "linear2")]
    private readonly Linear output;

    [ComponentName(Name = "features")]
    private readonly FeatureStatistics features;

    /// <summary>Builds the network with arbitrary weights; see <see cref="Initialise"/>.</summary>
    /// <param name="config">Heads, activation, pre-norm.</param>
    /// <param name="featureWidth">Width D of the features.</param>
    /// <param name="latentChannels">Channels C of the latent.</param>
    /// <param name="device">Where the weights lie.</param>
    public SingleAttentionEncoder(SingleAttentionConfig config, int featureWidth, int latentChannels, Device? device = null)
        : base(nameof(SingleAttentionEncoder))
    {
        this.config = config;
        this.featureWidth = featureWidth;
        long hidden = (long)config.Heads * config.HeadWidth;
        norm = config.PreNorm ? Norm.Create(NormKind.LayerNorm, featureWidth, device) : null;
        merged = nn.Linear(featureWidth, 4 * hidden, true, device);
        output = nn.Linear(hidden, 2L * latentChannels, true, device);
        features = new FeatureStatistics(featureWidth, device);
        RegisterComponents();
    }

    /// <summary>What standardises raw features for this encoder; stored with it.</summary>
    public FeatureStatistics Features => features;

    /// <summary>Draws the weights: xavier-uniform, biases zero.</summary>
    /// <param name="seed">Same seed, same weights, on every device.</param>
    public void Initialise(ulong seed) => new WeightInitialiser(seed).Linears(this);

    /// <summary>The posterior of z.</summary>
    /// <param name="x">Standardised features <c>[B, T, D]</c>. Borrowed.</param>
    /// <returns>Mean and log-variance <c>[B, T, C]</c> each, the latter in [−30, 20]; the caller disposes both.</returns>
    /// <exception cref="Core.Errors.ShapeException">D is not the features' width.</exception>
    public (Tensor Mean, Tensor LogVariance) Encode(Tensor x)
    {
        TensorShape.Require(x, "The single-attention encoder's x", TensorShape.Any, TensorShape.Any, featureWidth);
        using var scope = NewDisposeScope();
        var (b, t) = (x.size(0), x.size(1));
        var parts = merged.forward(norm is null ? x : norm.forward(x))
            .view(b, t, 4, config.Heads, config.HeadWidth) // [B, T, 4, H, Dh]
            .unbind(2); // [B, T, H, Dh] each: queries, keys, values, skip
        var attended = F.scaled_dot_product_attention(parts[0].transpose(1, 2), parts[1].transpose(1, 2), parts[2].transpose(1, 2)); // [B, H, T, Dh]
        var sum = (parts[3] + attended.transpose(1, 2)).reshape(b, t, -1); // [B, T, H·Dh]
        var active = config.Activation == ActivationKind.Gelu ? F.gelu(sum) : sum.silu();
        var halves = output.forward(active).chunk(2, -1); // [B, T, C] each
        return scope.MoveToOuter(halves[0], halves[1].clamp(LowestLogVariance, HighestLogVariance));
    }
}
