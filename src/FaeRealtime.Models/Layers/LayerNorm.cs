using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace FaeRealtime.Models.Layers;

/// <summary>(x − mean) / √(var + ε), with or without weight and bias, by the fused kernel.</summary>
internal sealed class LayerNorm : Norm
{
    private readonly double _epsilon;
    private readonly long[] _axes;

    [ComponentName(Name = "weight")]
    private readonly Parameter? _weight;

    [ComponentName(Name = "bias")]
    private readonly Parameter? _bias;

    public LayerNorm(long width, double epsilon, bool affine, Device? device = null)
        : base(nameof(LayerNorm))
    {
        _epsilon = epsilon;
        _axes = [width];
        _weight = affine ? new Parameter(ones(width, device: device)) : null;
        _bias = affine ? new Parameter(zeros(width, device: device)) : null;
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor x) => F.layer_norm(x, _axes, _weight, _bias, _epsilon); // [.., D]

    /// <inheritdoc/>
    public override Tensor Modulate(Tensor x, Tensor? shift, Tensor scale)
    {
        using var normal = forward(x);
        using var gain = scale + 1; // [B, 1, D]
        return Affine(normal, gain, shift); // [B, T, D]
    }
}
