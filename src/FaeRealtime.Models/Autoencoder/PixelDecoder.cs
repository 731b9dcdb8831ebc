using FaeRealtime.Core.Config;
using FaeRealtime.Models.Initialisation;
using FaeRealtime.Models.Layers;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Autoencoder;

/// <summary>Features to pixels: a ViT whose every token paints one patch.</summary>
/// <remarks>
/// FAE §3.3 and MODELS §1.4: linear, learned positions, blocks of {LayerNorm, attention, LayerNorm, SwiGLU}, LayerNorm, linear to the patch's pixels.
/// 305,360,896 parameters at the paper's size (24 × 1024, 256 tokens, 16-pixel patches).
/// </remarks>
public sealed class PixelDecoder : nn.Module<Tensor, Tensor>
{
    private const int Colours = 3;
    private const double MidGrey = 0.5;

    private readonly int featureWidth;
    private readonly int grid;
    private readonly int patch;

    [ComponentName(Name = "proj_in")]
    private readonly Linear input;

    [ComponentName(Name = "pos_embed")]
    private readonly Parameter positions;

    private readonly ModuleList<TransformerBlock> blocks;

    private readonly Norm norm;

    [ComponentName(Name = "proj_out")]
    private readonly Linear output;

    /// <summary>Builds the network with arbitrary weights; see <see cref="Initialise"/>.</summary>
    /// <param name="config">Picture side, width, depth, heads.</param>
    /// <param name="featureWidth">Width D of the features.</param>
    /// <param name="grid">Tokens in a row and in a column.</param>
    /// <param name="device">Where the weights lie.</param>
    public PixelDecoder(PixelDecoderConfig config, int featureWidth, int grid, Device? device = null)
        : base(nameof(PixelDecoder))
    {
        this.featureWidth = featureWidth;
        this.grid = grid;
        patch = config.ImageSize / grid;
        var hidden = config.FeedForward == FeedForwardKind.SwiGlu
            ? FeedForward.TwoThirdsOfEight(config.Width, config.MlpRatio)
            : (int)(config.Width * config.MlpRatio);
        var shape = new BlockShape(config.Width, config.Heads, hidden, config.FeedForward, NormKind.LayerNorm);
        input = nn.Linear(featureWidth, config.Width, true, device);
        positions = new Parameter(SinCosPositions.Table(config.Width, grid, device));
        blocks = nn.ModuleList([.. Enumerable.Range(0, config.Depth).Select(_ => new TransformerBlock(shape, device))]);
        norm = Norm.Create(NormKind.LayerNorm, config.Width, device);
        output = nn.Linear(config.Width, (long)patch * patch * Colours, true, device);
        RegisterComponents();
    }

    /// <summary>Draws the weights: xavier-uniform, biases zero, and a last layer that starts near a grey picture.</summary>
    /// <param name="seed">Same seed, same weights, on every device.</param>
    public void Initialise(ulong seed)
    {
        const double LastDeviation = 0.02;
        var draw = new WeightInitialiser(seed);
        draw.Linears(this);
        draw.Normal(this, LastDeviation, "proj_out.weight");
        WeightInitialiser.Fill(this, MidGrey, "proj_out.bias");
    }

    /// <summary>Paints pictures.</summary>
    /// <param name="x">Standardised features <c>[B, T, D]</c>, T = grid². Borrowed.</param>
    /// <returns>RGB <c>[B, 3, H, W]</c>, nominally in [0, 1], not clamped; the caller disposes.</returns>
    /// <exception cref="Core.Errors.ShapeException">x does not fit the grid or the features' width.</exception>
    public override Tensor forward(Tensor x)
    {
        TensorShape.Require(x, "The pixel decoder's x", TensorShape.Any, (long)grid * grid, featureWidth);
        using var scope = NewDisposeScope();
        var tokens = input.forward(x) + positions; // [B, T, W]
        foreach (var block in blocks)
        {
            tokens = block.Apply(tokens, rotation: null); // [B, T, W]
        }

        var patches = output.forward(norm.forward(tokens)); // [B, T, p·p·3]
        return PatchGrid.Unpatchify(patches, patch, grid).MoveToOuterDisposeScope(); // [B, 3, H, W]
    }
}
