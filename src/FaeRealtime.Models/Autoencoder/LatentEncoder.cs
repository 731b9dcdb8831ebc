using FaeRealtime.Core.Config;
using FaeRealtime.Models.Initialisation;
using FaeRealtime.Models.Layers;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Autoencoder;

/// <summary>From standardised features to the posterior of the latent: what the encoders of the paper's table 5 have in common.</summary>
/// <remarks>An optional norm on x, the kind's own layers to 2C numbers a token, mean and bounded log-variance.</remarks>
public abstract class LatentEncoder : nn.Module
{
    // REPA's and LDM's bounds on log σ².
    private const double MinimumLogVariance = -30;
    private const double MaximumLogVariance = 20;

    [ComponentName(Name = "norm")]
    private readonly Norm? _norm;

    [ComponentName(Name = "features")]
    private readonly FeatureStatistics _features;

    private protected LatentEncoder(string name, AutoencoderConfig config, int featureWidth, Device? device)
        : base(name)
    {
        FeatureWidth = featureWidth;
        _norm = config.PreNorm ? Norm.Create(config.PreNormKind, featureWidth, device) : null;
        _features = new FeatureStatistics(featureWidth, device);

        // By hand: a derived class's registration does not see a base's private fields.
        if (_norm is not null)
        {
            register_module("norm", _norm);
        }

        register_module("features", _features);
    }

    /// <summary>What standardises raw features for this encoder; stored with it.</summary>
    public FeatureStatistics Features => _features;

    /// <summary>Width D of the features.</summary>
    protected int FeatureWidth { get; }

    /// <summary>Builds the encoder that a configuration names, with arbitrary weights; see <see cref="Initialise"/>.</summary>
    /// <param name="config">Kind and sizes.</param>
    /// <param name="featureWidth">Width D of the features.</param>
    /// <param name="latent">The latent grid.</param>
    /// <param name="device">Where the weights lie.</param>
    public static LatentEncoder Create(AutoencoderConfig config, int featureWidth, LatentConfig latent, Device? device = null) => config.Kind switch
    {
        AutoencoderKind.SingleAttention => new SingleAttentionEncoder(config, featureWidth, latent, device),
        AutoencoderKind.Linear => new LinearEncoder(config, featureWidth, latent, device),
        AutoencoderKind.Transformer => new TransformerEncoder(config, featureWidth, latent, device),
        _ => throw new ArgumentOutOfRangeException(nameof(config), config.Kind, "No such encoder."),
    };

    /// <summary>Draws the weights: xavier-uniform, biases zero.</summary>
    /// <param name="seed">Same seed, same weights, on every device.</param>
    public void Initialise(ulong seed) => new WeightInitialiser(seed).Linears(this);

    /// <summary>The posterior of z.</summary>
    /// <param name="x">Standardised features <c>[B, T, D]</c>. Borrowed.</param>
    /// <returns>Mean and log-variance <c>[B, T, C]</c> each, the latter in [−30, 20]; the caller disposes both.</returns>
    /// <exception cref="Core.Errors.ShapeException">D is not the features' width, or T not the grid where places count.</exception>
    public (Tensor Mean, Tensor LogVariance) Encode(Tensor x)
    {
        TensorShape.Require(x, "The latent encoder's x", TensorShape.Any, TensorShape.Any, FeatureWidth);
        using var scope = NewDisposeScope();
        var own = x.to_type(parameters().First().dtype); // [B, T, D]
        var halves = Project(_norm is null ? own : _norm.forward(own)).to_type(x.dtype).chunk(2, -1); // [B, T, C] each
        return scope.MoveToOuter(halves[0], Bounded(halves[1]));
    }

    /// <summary>log σ² kept where its exponential is a number.</summary>
    /// <param name="logVariance"><c>[B, T, C]</c>. Borrowed.</param>
    /// <returns><c>[B, T, C]</c>; the caller disposes.</returns>
    internal static Tensor Bounded(Tensor logVariance) => logVariance.clamp(MinimumLogVariance, MaximumLogVariance);

    /// <summary>The kind's own layers. Runs inside the caller's dispose scope.</summary>
    /// <param name="x">Features <c>[B, T, D]</c>, normalised where the configuration says so. Borrowed.</param>
    /// <returns>Mean and log-variance side by side, <c>[B, T, 2C]</c>.</returns>
    private protected abstract Tensor Project(Tensor x);

    /// <summary>Rotary tables of the latent's grid, or null where the configuration has none.</summary>
    private protected static RotaryEmbedding? Rotary(AutoencoderConfig config, int headWidth, LatentConfig latent, Device? device) =>
        config.Rope ? new RotaryEmbedding(headWidth, latent.Side, persistent: false, device) : null;

    /// <summary>The rotation of a grid of tokens, or null without rotary tables.</summary>
    private protected static Tensor? Rotation(RotaryEmbedding? rope, Tensor x)
    {
        var rotation = rope?.Rotation(); // [T, Dh/2]
        if (rotation is not null)
        {
            TensorShape.Require(x, "The latent encoder's x", TensorShape.Any, rotation.size(0), x.size(2));
        }

        return rotation;
    }
}
