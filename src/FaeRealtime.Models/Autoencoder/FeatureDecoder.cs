using FaeRealtime.Core.Config;
using FaeRealtime.Models.Initialisation;
using FaeRealtime.Models.Layers;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Autoencoder;

/// <summary>Latents back to the features of the frozen encoder: LightningDiT blocks without adaLN.</summary>
/// <remarks>
/// FAE §3.2 and MODELS §1.3: linear, fixed sin-cos positions, blocks of {RMSNorm, attention with RoPE, RMSNorm, SwiGLU}, a final RMSNorm whose
/// output is x̂. An output projection exists only where the width differs from the features'. 170,428,416 numbers at the paper's size, the position table included.
/// </remarks>
public sealed class FeatureDecoder : nn.Module<Tensor, Tensor>
{
    private readonly LatentConfig _latent;

    [ComponentName(Name = "proj_in")]
    private readonly Linear _input;

    [ComponentName(Name = "pos_embed")]
    private readonly Tensor _positions;

    [ComponentName(Name = "rope")]
    private readonly RotaryEmbedding _rope;

    [ComponentName(Name = "blocks")]
    private readonly ModuleList<TransformerBlock> _blocks;

    [ComponentName(Name = "norm")]
    private readonly Norm? _norm;

    [ComponentName(Name = "proj_out")]
    private readonly Linear? _output;

    /// <summary>Builds the network with arbitrary weights; see <see cref="Initialise"/>.</summary>
    /// <param name="config">Width, depth, heads, norms.</param>
    /// <param name="latent">The latent grid.</param>
    /// <param name="featureWidth">Width D of the features.</param>
    /// <param name="device">Where the weights lie.</param>
    public FeatureDecoder(FeatureDecoderConfig config, LatentConfig latent, int featureWidth, Device? device = null)
        : base(nameof(FeatureDecoder))
    {
        _latent = latent;
        var shape = new BlockShape(config.Width, config.Heads, config.HiddenWidth, FeedForwardKind.SwiGlu, NormKind.RmsNorm)
        {
            QkNorm = config.QkNorm ? NormKind.RmsNorm : null,
        };
        _input = nn.Linear(latent.Channels, config.Width, true, device);
        _positions = SinCosPositions.Table(config.Width, latent.Side, device);
        _rope = new RotaryEmbedding(config.Width / config.Heads, latent.Side, persistent: false, device);
        _blocks = nn.ModuleList([.. Enumerable.Range(0, config.Depth).Select(_ => new TransformerBlock(shape, device))]);
        _norm = config.FinalNorm ? Norm.Create(NormKind.RmsNorm, config.Width, device) : null;
        _output = config.Width == featureWidth ? null : nn.Linear(config.Width, featureWidth, true, device);
        RegisterComponents();
    }

    /// <summary>Draws the weights: xavier-uniform, biases zero.</summary>
    /// <param name="seed">Same seed, same weights, on every device.</param>
    public void Initialise(ulong seed) => new WeightInitialiser(seed).Linears(this);

    /// <summary>Decodes latents.</summary>
    /// <param name="z">Un-normalised latents <c>[B, C, h, w]</c>. Borrowed.</param>
    /// <returns>Standardised features x̂ <c>[B, T, D]</c>, T = h·w; the caller disposes.</returns>
    /// <exception cref="Core.Errors.ShapeException">z does not fit the latent grid.</exception>
    public override Tensor forward(Tensor z)
    {
        TensorShape.Require(z, "The feature decoder's z", TensorShape.Any, _latent.Channels, _latent.Side, _latent.Side);
        using var scope = NewDisposeScope();
        var rotation = _rope.Rotation(); // [T, Dh/2]
        var tokens = _input.forward(z.flatten(2).transpose(1, 2).to_type(_input.weight!.dtype)); // [B, T, W]
        tokens += get_buffer("pos_embed")!.to_type(tokens.dtype); // [B, T, W]
        foreach (var block in _blocks)
        {
            tokens = block.Apply(tokens, rotation); // [B, T, W]
        }

        tokens = _norm is null ? tokens : _norm.forward(tokens);
        tokens = _output is null ? tokens : _output.forward(tokens); // [B, T, D]
        return tokens.to_type(z.dtype).MoveToOuterDisposeScope();
    }
}
