using FaeRealtime.Models.Convolutions;
using FaeRealtime.Models.Initialisation;
using FaeRealtime.Training.Recipes;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace FaeRealtime.Training.Discriminators;

/// <summary>TiTok's and Apple's discriminator: a convolution, stages that halve the sides, a grid of logits.</summary>
/// <remarks>
/// bytedance/1d-tokenizer: conv 5×5, leaky ReLU 0.1; stages of {conv 3×3, blur-pool, group norm, leaky ReLU 0.1}; adaptive max-pool; conv 1×1, leaky ReLU,
/// conv 5×5 to one channel. Images enter in [0, 1] as they are.
/// </remarks>
internal sealed class PatchDiscriminator : nn.Module<Tensor, Tensor>, IDiscriminator
{
    private const double Slope = 0.1;

    private readonly int _grid;

    [ComponentName(Name = "first")]
    private readonly ConvolutionLayer _first;

    [ComponentName(Name = "convolutions")]
    private readonly ModuleList<ConvolutionLayer> _convolutions;

    [ComponentName(Name = "norms")]
    private readonly ModuleList<GroupNorm> _norms;

    [ComponentName(Name = "mixing")]
    private readonly ConvolutionLayer _mixing;

    [ComponentName(Name = "last")]
    private readonly ConvolutionLayer _last;

    /// <summary>Builds the network with PyTorch's own start, drawn from a seed.</summary>
    /// <param name="recipe">Widths, groups, grid.</param>
    /// <param name="seed">Same seed, same weights, on every device.</param>
    /// <param name="device">Where the weights lie.</param>
    public PatchDiscriminator(PatchDiscriminatorRecipe recipe, ulong seed, Device? device = null)
        : base(nameof(PatchDiscriminator))
    {
        const int Colours = 3;
        var widths = recipe.Widths;
        _grid = recipe.Grid;
        _first = new ConvolutionLayer(Colours, widths[0], 5, device);
        _convolutions = nn.ModuleList([.. widths.Zip(widths.Skip(1), (from, to) => new ConvolutionLayer(from, to, 3, device))]);
        _norms = nn.ModuleList([.. widths.Skip(1).Select(width => GroupNorms.Create(recipe.Groups, width, device))]);
        _mixing = new ConvolutionLayer(widths[^1], widths[^1], 1, device);
        _last = new ConvolutionLayer(widths[^1], 1, 5, device);
        RegisterComponents();
        new WeightInitialiser(seed).FanIn(this);
    }

    nn.Module IDiscriminator.Trained => this;

    /// <inheritdoc/>
    public Tensor Logits(Tensor images) => forward(images);

    /// <inheritdoc cref="IDiscriminator.Logits"/>
    public override Tensor forward(Tensor images)
    {
        using var scope = NewDisposeScope();
        var x = F.leaky_relu(_first.forward(images.to_type(_first.Type)), Slope); // [B, C₀, H, W]
        for (var i = 0; i < _convolutions.Count; i++)
        {
            x = F.leaky_relu(_norms[i].forward(BlurPool.Halve(_convolutions[i].forward(x))), Slope); // [B, Cᵢ, H / 2ⁱ, W / 2ⁱ]
        }

        x = x.size(2) == _grid && x.size(3) == _grid ? x : F.adaptive_max_pool2d(x, [_grid, _grid]); // [B, C, G, G]
        x = _last.forward(F.leaky_relu(_mixing.forward(x), Slope)); // [B, 1, G, G]
        return x.flatten(1).to_type(images.dtype).MoveToOuterDisposeScope(); // [B, G·G]
    }
}
