using FaeRealtime.Core.Config;
using FaeRealtime.Models.Layers;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace FaeRealtime.Models.Autoencoder;

/// <summary>The paper's encoder from features to a low-dimensional latent: one attention layer, nothing else.</summary>
/// <remarks>
/// FAE (arXiv:2512.07829), figure 7 and appendix A: [q, k, v, s] = W₁x + b₁; a = softmax(qkᵀ/√Dh)·v per head; h = φ(s + a); [μ, log σ²] = W₂h + b₂.
/// No output projection, no position table. 38,166,592 parameters for 24 heads × 256 over 1536-wide features and 32 channels. Norms on q and k and their
/// rotation are switches for what the paper leaves open; both are off unless the configuration says otherwise.
/// </remarks>
internal sealed class SingleAttentionEncoder : LatentEncoder
{
    private readonly AutoencoderConfig _config;

    [ComponentName(Name = "linear1")]
    private readonly Linear _merged;

    [ComponentName(Name = "q_norm")]
    private readonly Norm? _queryNorm;

    [ComponentName(Name = "k_norm")]
    private readonly Norm? _keyNorm;

    [ComponentName(Name = "rope")]
    private readonly RotaryEmbedding? _rope;

    [ComponentName(Name = "linear2")]
    private readonly Linear _output;

    /// <summary>Builds the network with arbitrary weights.</summary>
    /// <param name="config">Heads, activation, norms, RoPE.</param>
    /// <param name="featureWidth">Width D of the features.</param>
    /// <param name="latent">The latent grid.</param>
    /// <param name="device">Where the weights lie.</param>
    public SingleAttentionEncoder(AutoencoderConfig config, int featureWidth, LatentConfig latent, Device? device = null)
        : base(nameof(SingleAttentionEncoder), config, featureWidth, device)
    {
        _config = config;
        long hidden = (long)config.Heads * config.HeadWidth;
        _merged = nn.Linear(featureWidth, 4 * hidden, true, device);
        _queryNorm = config.QkNorm ? Norm.Create(NormKind.RmsNorm, config.HeadWidth, device) : null;
        _keyNorm = config.QkNorm ? Norm.Create(NormKind.RmsNorm, config.HeadWidth, device) : null;
        _rope = Rotary(config, config.HeadWidth, latent, device);
        _output = nn.Linear(hidden, 2L * latent.Channels, true, device);
        RegisterComponents();
    }

    /// <inheritdoc/>
    private protected override Tensor Project(Tensor x)
    {
        var (b, t) = (x.size(0), x.size(1));
        var rotation = Rotation(_rope, x); // [T, Dh/2]
        var parts = _merged.forward(x)
            .view(b, t, 4, _config.Heads, _config.HeadWidth) // [B, T, 4, H, Dh]
            .unbind(2); // [B, T, H, Dh] each: queries, keys, values, skip
        var queries = Place(parts[0], _queryNorm, rotation); // [B, H, T, Dh]
        var keys = Place(parts[1], _keyNorm, rotation); // [B, H, T, Dh]
        var attended = F.scaled_dot_product_attention(queries, keys, parts[2].transpose(1, 2)); // [B, H, T, Dh]
        var sum = (parts[3] + attended.transpose(1, 2)).reshape(b, t, -1); // [B, T, H·Dh]
        var active = _config.Activation == ActivationKind.Gelu ? F.gelu(sum) : sum.silu();
        return _output.forward(active); // [B, T, 2C]
    }

    private static Tensor Place(Tensor x, Norm? norm, Tensor? rotation)
    {
        var heads = x.transpose(1, 2); // [B, H, T, Dh]
        heads = norm is null ? heads : norm.forward(heads);
        return rotation is null ? heads : RotaryEmbedding.Rotate(heads, rotation); // [B, H, T, Dh]
    }
}
