using FaeRealtime.Models.Convolutions;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace FaeRealtime.Training.Discriminators;

/// <summary>A convolution along tokens whose weight is divided by its largest singular value (Miyato et al. 2018, arXiv:1802.05957).</summary>
/// <remarks>
/// The singular vectors u, v come from one power iteration a step, after the weights have moved. PyTorch iterates in every forward pass instead, which would make a batch in
/// parts another loss. The ends of a sequence meet (circular padding), as in RAE.
/// </remarks>
internal sealed class SpectralConvolution : nn.Module<Tensor, Tensor>
{
    private const double Epsilon = 1e-12;

    [ComponentName(Name = "weight")]
    private readonly Parameter _weight;

    [ComponentName(Name = "bias")]
    private readonly Parameter _bias;

    [ComponentName(Name = "left")]
    private readonly Tensor _left;

    [ComponentName(Name = "right")]
    private readonly Tensor _right;

    /// <summary>Builds a convolution with arbitrary weights.</summary>
    /// <param name="from">Channels that enter.</param>
    /// <param name="to">Channels that leave.</param>
    /// <param name="kernel">Tokens that it spans; odd.</param>
    /// <param name="device">Where the weights lie.</param>
    public SpectralConvolution(long from, long to, long kernel, Device? device)
        : base(nameof(SpectralConvolution))
    {
        _weight = new Parameter(zeros([to, from, kernel], device: device));
        _bias = new Parameter(zeros([to], device: device));
        _left = zeros([to], device: device).DetachFromDisposeScope();
        _right = zeros([from * kernel], device: device).DetachFromDisposeScope();
        RegisterComponents();
    }

    /// <summary>The singular vectors <c>[To]</c> and <c>[From·k]</c>, which are part of the state. Borrowed.</summary>
    public IReadOnlyList<(string Key, Tensor Value)> Buffers => [("left", _left), ("right", _right)];

    /// <summary>Starts the power iteration for weights just drawn.</summary>
    public void Begin()
    {
        using var guard = no_grad();
        _left.fill_((Scalar)(1 / Math.Sqrt(_left.size(0))));
        Iterate();
    }

    /// <summary>One power iteration: v ← Wᵀu, u ← Wv, each at length 1.</summary>
    public void Iterate()
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        var matrix = _weight.flatten(1); // [to, from·k]
        _right.copy_(F.normalize(matrix.t().mv(_left), dim: 0, eps: Epsilon));
        _left.copy_(F.normalize(matrix.mv(_right), dim: 0, eps: Epsilon));
    }

    /// <inheritdoc/>
    /// <param name="x"><c>[B, from, N]</c>, in whose type it is computed; the singular value is float32. Borrowed.</param>
    /// <returns><c>[B, to, N]</c>; the caller disposes.</returns>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var largest = _left.dot(_weight.flatten(1).mv(_right));
        var reach = _weight.size(2) / 2;
        var padded = reach == 0 ? x : F.pad(x, (reach, reach), PaddingModes.Circular);
        return ConvolutionKernels.Conv1d(padded, (_weight / largest).to_type(x.dtype), _bias.to_type(x.dtype)).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _left.Dispose();
            _right.Dispose();
        }

        base.Dispose(disposing);
    }
}
