using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Convolutions;

/// <summary>A convolution with a trained weight and bias, named as in PyTorch, that keeps the sides of an image.</summary>
public sealed class ConvolutionLayer : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = "weight")]
    private readonly Parameter _weight;

    [ComponentName(Name = "bias")]
    private readonly Parameter _bias;

    /// <summary>Builds a layer of zeros, to be drawn or loaded.</summary>
    /// <param name="from">Channels that enter.</param>
    /// <param name="to">Channels that leave.</param>
    /// <param name="side">Of the kernel in pixels; odd.</param>
    /// <param name="device">Where the weights lie.</param>
    public ConvolutionLayer(long from, long to, long side, Device? device)
        : base(nameof(ConvolutionLayer))
    {
        _weight = new Parameter(zeros([to, from, side, side], device: device));
        _bias = new Parameter(zeros([to], device: device));
        RegisterComponents();
    }

    /// <summary>What it computes in.</summary>
    public ScalarType Type => _weight.dtype;

    /// <summary>The weight <c>[to, from, k, k]</c>.</summary>
    public Parameter Weight => _weight;

    /// <inheritdoc/>
    /// <param name="x"><c>[B, from, H, W]</c> in <see cref="Type"/>. Borrowed.</param>
    /// <returns><c>[B, to, H, W]</c>; the caller disposes.</returns>
    public override Tensor forward(Tensor x) => ConvolutionKernels.Conv2d(x, _weight, _bias, padding: _weight.size(2) / 2);

    /// <summary>The convolution at every so many pixels, without zeros about the image.</summary>
    /// <param name="x"><c>[B, from, H, W]</c> in <see cref="Type"/>. Borrowed.</param>
    /// <param name="stride">Pixels from one place to the next.</param>
    /// <returns><c>[B, to, (H − k)/stride + 1, (W − k)/stride + 1]</c>; the caller disposes.</returns>
    public Tensor Strided(Tensor x, long stride) => ConvolutionKernels.Conv2d(x, _weight, _bias, stride);
}
