using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>y = x·Wᵀ + b, with W <c>[out, in]</c>.</summary>
public sealed class Linear : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = "weight")]
    private Parameter? _weight;

    [ComponentName(Name = "bias")]
    private Parameter? _bias;

    internal Linear(Parameter weight, Parameter? bias)
        : base(nameof(Linear))
    {
        this.weight = weight;
        this.bias = bias;
        in_features = weight.shape[1];
        out_features = weight.shape[0];
    }

    internal static Linear Create(long inputSize, long outputSize, bool hasBias, Device? device, ScalarType? dtype)
    {
        Tensor weight = nn.init.kaiming_uniform_(empty([outputSize, inputSize], dtype, device), Math.Sqrt(5));
        Tensor? bias = hasBias ? Uninitialised.Bias(outputSize, inputSize, device, dtype) : null;
        return new Linear(new Parameter(weight), bias is null ? null : new Parameter(bias));
    }

    public Parameter? bias
    {
        get => _bias;
        set => Keep(ref _bias, nameof(bias), value);
    }

    public Parameter weight
    {
        get => _weight!;
        set => Keep(ref _weight, nameof(weight), value);
    }

    public long in_features { get; set; }

    public long out_features { get; set; }

    public override Tensor forward(Tensor tensor) => nn.functional.linear(tensor, weight, _bias);
}
