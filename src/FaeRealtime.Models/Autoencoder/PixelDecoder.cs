using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Models.Convolutions;
using FaeRealtime.Models.Initialisation;
using FaeRealtime.Models.Layers;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Autoencoder;

/// <summary>Features to pixels: a ViT whose tokens paint patches.</summary>
/// <remarks>
/// FAE §3.3 and MODELS §1.4: linear, learned positions, blocks of {LayerNorm, attention, LayerNorm, SwiGLU}, LayerNorm, linear to the patch's pixels. The other two heads
/// (<see cref="PixelHeadKind"/>) differ from the paper in what comes after the last norm.
/// 305,360,896 parameters at the paper's size (24 × 1024, 256 tokens, 16-pixel patches). A plain ViT and RAE's GeneralDecoder are the same class by other
/// configuration; <see cref="RaeDecoder"/> adds what RAE does around it.
/// </remarks>
public sealed class PixelDecoder : nn.Module<Tensor, Tensor>
{
    private const double MidGrey = 0.5;

    private readonly int _featureWidth;
    private readonly int _grid;
    private readonly PixelHeadShape _shape;
    private readonly bool _resize;

    [ComponentName(Name = "cls_token")]
    private readonly Parameter? _classToken;

    [ComponentName(Name = "proj_in")]
    private readonly Linear _input;

    [ComponentName(Name = "pos_embed")]
    private readonly Tensor _positions;

    [ComponentName(Name = "blocks")]
    private readonly ModuleList<TransformerBlock> _blocks;

    [ComponentName(Name = "norm")]
    private readonly Norm _norm;

    [ComponentName(Name = "proj_out")]
    private readonly Linear _output;

    [ComponentName(Name = "head")]
    private readonly ModuleList<ConvolutionLayer>? _convolutions;

    /// <summary>Builds the network with arbitrary weights; see <see cref="Initialise"/>.</summary>
    /// <param name="config">Picture side, width, depth, heads.</param>
    /// <param name="featureWidth">Width D of the features.</param>
    /// <param name="grid">Tokens in a row and in a column.</param>
    /// <param name="device">Where the weights lie.</param>
    public PixelDecoder(PixelDecoderConfig config, int featureWidth, int grid, Device? device = null)
        : base(nameof(PixelDecoder))
    {
        _featureWidth = featureWidth;
        _grid = grid;
        _shape = config.HeadShape(grid);
        _resize = config.ResizeTokens;
        var shape = new BlockShape(config.Width, config.Heads, config.HiddenWidth, config.FeedForward, NormKind.LayerNorm) { NormEpsilon = config.NormEpsilon };
        _input = nn.Linear(featureWidth, config.Width, true, device);
        _classToken = config.ClassToken ? new Parameter(zeros([1, 1, config.Width], device: device)) : null;
        var table = SinCosPositions.Table(config.Width, grid, device, classRow: config.ClassToken); // [1, 1 + T, W]
        _positions = config.FixedPositions ? table : new Parameter(table);
        _blocks = nn.ModuleList([.. Enumerable.Range(0, config.Depth).Select(_ => new TransformerBlock(shape, device))]);
        _norm = Norm.Create(NormKind.LayerNorm, config.Width, device, config.NormEpsilon);
        _output = nn.Linear(config.Width, _shape.Outputs, true, device);
        _convolutions = _shape.Layers == 0 ? null : nn.ModuleList([.. Enumerable.Range(0, _shape.Layers).Select(i => new ConvolutionLayer(_shape.Channels, _shape.LayerOutputs(i), 3, device))]);
        RegisterComponents();
    }

    /// <summary>The weight of the last layer, which gives the pixels, where VQGAN and RAE compare the gradients of losses.</summary>
    public Parameter LastWeight => _convolutions is null ? _output.weight : _convolutions[^1].Weight;

    /// <summary>Draws the weights: xavier-uniform, biases zero, and a last layer that starts near a grey picture.</summary>
    /// <param name="seed">Same seed, same weights, on every device.</param>
    public void Initialise(ulong seed)
    {
        const double LastDeviation = 0.02;
        var draw = new WeightInitialiser(seed);
        var last = _convolutions is null ? "proj_out" : $"head.{_convolutions.Count - 1}";
        draw.Linears(this);
        draw.Normal(this, LastDeviation, $"{last}.weight");
        WeightInitialiser.Fill(this, MidGrey, $"{last}.bias");
    }

    /// <summary>Decodes pictures.</summary>
    /// <param name="x">Standardised features <c>[B, T, D]</c>, T = grid², or another square where the config says so. Borrowed.</param>
    /// <returns>RGB <c>[B, 3, H, W]</c>, nominally in [0, 1], not clamped; the caller disposes.</returns>
    /// <exception cref="ShapeException">x does not fit the grid or the features' width.</exception>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var tokens = Embed(x); // [B, 1 + T, W]
        foreach (var block in _blocks)
        {
            tokens = block.Apply(tokens, rotation: null); // [B, 1 + T, W]
        }

        return Join(Pixels(tokens)).to_type(x.dtype).MoveToOuterDisposeScope(); // [B, 3, H, W]
    }

    /// <summary>Tokens before the first block.</summary>
    /// <returns><c>[B, 1 + T, W]</c>, without the 1 where there is no class token; the caller disposes.</returns>
    internal Tensor Embed(Tensor x)
    {
        TensorShape.Require(x, "The pixel decoder's x", TensorShape.Any, _resize ? TensorShape.Any : (long)_grid * _grid, _featureWidth);
        using var scope = NewDisposeScope();
        var tokens = _input.forward(x.to_type(_input.weight!.dtype)); // [B, T, W]
        tokens = _resize ? TokenGrid.Resize(tokens, _grid) : tokens;
        tokens = _classToken is null ? tokens : cat([_classToken.to_type(tokens.dtype).expand(x.size(0), -1, -1), tokens], 1); // [B, 1 + T, W]
        return (tokens + Positions().to_type(tokens.dtype)).MoveToOuterDisposeScope(); // [B, 1 + T, W]
    }

    /// <summary>Every block's output, in order.</summary>
    /// <param name="tokens"><c>[B, 1 + T, W]</c>, without the 1 where there is no class token. Borrowed.</param>
    /// <returns>Of the same shape each; the caller disposes.</returns>
    internal IReadOnlyList<Tensor> Blocks(Tensor tokens)
    {
        var outputs = new List<Tensor>();
        foreach (var block in _blocks)
        {
            outputs.Add(block.Apply(outputs.Count == 0 ? tokens : outputs[^1], rotation: null)); // [B, 1 + T, W]
        }

        return outputs;
    }

    /// <summary>The last norm and linear layer, without the class token.</summary>
    /// <returns><c>[B, T, p·p·3]</c>, or what another head wants (<see cref="PixelHeadShape.Outputs"/>); the caller disposes.</returns>
    internal Tensor Pixels(Tensor tokens)
    {
        using var scope = NewDisposeScope();
        var pixels = _output.forward(_norm.forward(tokens)); // [B, 1 + T, p·p·3]
        return (_classToken is null ? pixels : pixels.narrow(1, 1, pixels.size(1) - 1)).MoveToOuterDisposeScope(); // [B, T, p·p·3]
    }

    /// <summary>Patches to a picture.</summary>
    /// <param name="pixels"><c>[B, T, p·p·3]</c>. Borrowed.</param>
    /// <returns><c>[B, 3, H, W]</c>; the caller disposes.</returns>
    internal Tensor Join(Tensor pixels) => _shape.Kind switch
    {
        PixelHeadKind.Overlap => Blend(pixels),
        PixelHeadKind.Convolution => Convolve(pixels),
        _ => PatchGrid.Unpatchify(pixels, _shape.Patch, _grid),
    };

    // In float32: sums of bfloat16 would lose what the blend is for. Divided by the sum of weights, which is 1 but at the picture's edges, so that the window is that of PixelHeadShape.
    private Tensor Blend(Tensor pixels)
    {
        using var scope = NewDisposeScope();
        long reach = _shape.Reach, ramp = 2 * _shape.Overlap;
        var place = arange(reach, dtype: ScalarType.Float32, device: pixels.device); // [r]
        var rise = where(place < ramp, ((place + 0.5) * (Math.PI / Math.Max(2 * ramp, 1))).sin().square(), ones_like(place)); // [r]
        var window = rise * rise.flip(0); // [r]
        var weights = (window.unsqueeze(1) * window).unsqueeze(2); // [r, r, 1]
        var weighted = SinglePrecision.Of(pixels).reshape(-1, _grid * _grid, reach, reach, 3) * weights; // [B, T, r, r, 3]
        var sums = Overlapped(weights.expand(1, _grid * _grid, reach, reach, 1)); // [1, 1, H, W]
        return (Overlapped(weighted) / sums).MoveToOuterDisposeScope(); // [B, 3, H, W]
    }

    // Patches [B, T, r, r, C] added where they lie: [B, C, H, W].
    private Tensor Overlapped(Tensor patches)
    {
        long side = _shape.Patch * _grid, reach = _shape.Reach;
        var columns = patches.permute(0, 4, 2, 3, 1).reshape(patches.size(0), patches.size(4) * reach * reach, _grid * _grid); // [B, C·r·r, T]
        return nn.functional.fold(columns, (side, side), (reach, reach), padding: (_shape.Overlap, _shape.Overlap), stride: (_shape.Patch, _shape.Patch));
    }

    private Tensor Convolve(Tensor cells)
    {
        using var scope = NewDisposeScope();
        var plane = PatchGrid.Unpatchify(cells, _shape.Cells, _grid); // [B, C, h·k, w·k]
        foreach (var layer in _convolutions!)
        {
            plane = layer.forward(nn.functional.gelu(plane)); // [B, C, h·k, w·k], at last [B, s·s·3, h·k, w·k]
        }

        return PatchGrid.Unpatchify(plane.flatten(2).transpose(1, 2), _shape.Stride, _grid * _shape.Cells).MoveToOuterDisposeScope(); // [B, 3, H, W]
    }

    // A module's move to another device replaces its tensors; the registered one is the living one.
    private Tensor Positions() => (Tensor?)get_parameter("pos_embed") ?? get_buffer("pos_embed")!; // [1, 1 + T, W]
}
