using FaeRealtime.Core.Config;
using FaeRealtime.Models.Layers;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Autoencoder;

/// <summary>The transformer encoder of the paper's table 5: blocks at the features' width, a final norm, one projection.</summary>
/// <remarks>
/// The paper says «6-layer transformer» and no more. Inferred here: the feature decoder's own blocks {RMSNorm, attention, RMSNorm, SwiGLU}, no position
/// table (the features carry their places), rotary positions where the configuration asks for them.
/// </remarks>
internal sealed class TransformerEncoder : LatentEncoder
{
    [ComponentName(Name = "rope")]
    private readonly RotaryEmbedding? _rope;

    [ComponentName(Name = "blocks")]
    private readonly ModuleList<TransformerBlock> _blocks;

    [ComponentName(Name = "final_norm")]
    private readonly Norm _finalNorm;

    [ComponentName(Name = "proj_out")]
    private readonly Linear _output;

    /// <summary>Builds the network with arbitrary weights.</summary>
    /// <param name="config">Depth, heads, MLP ratio, norms, RoPE.</param>
    /// <param name="featureWidth">Width D of the features.</param>
    /// <param name="latent">The latent grid.</param>
    /// <param name="device">Where the weights lie.</param>
    public TransformerEncoder(AutoencoderConfig config, int featureWidth, LatentConfig latent, Device? device = null)
        : base(nameof(TransformerEncoder), config, featureWidth, device)
    {
        var hidden = FeedForwardWidth.TwoThirds(featureWidth, config.MlpRatio);
        var shape = new BlockShape(featureWidth, config.Heads, hidden, FeedForwardKind.SwiGlu, NormKind.RmsNorm)
        {
            QkNorm = config.QkNorm ? NormKind.RmsNorm : null,
        };
        _rope = Rotary(config, featureWidth / config.Heads, latent, device);
        _blocks = nn.ModuleList([.. Enumerable.Range(0, config.Depth).Select(_ => new TransformerBlock(shape, device))]);
        _finalNorm = Norm.Create(NormKind.RmsNorm, featureWidth, device);
        _output = nn.Linear(featureWidth, 2L * latent.Channels, true, device);
        RegisterComponents();
    }

    /// <inheritdoc/>
    private protected override Tensor Project(Tensor x)
    {
        var rotation = Rotation(_rope, x); // [T, Dh/2]
        foreach (var block in _blocks)
        {
            x = block.Apply(x, rotation); // [B, T, D]
        }

        return _output.forward(_finalNorm.forward(x)); // [B, T, 2C]
    }
}
