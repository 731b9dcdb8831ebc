using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What the convolutions share: weight <c>[out, in/groups, k...]</c>, bias <c>[out]</c> and geometry.</summary>
public abstract class Convolution : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = "weight")]
    protected Parameter? _weight;

    [ComponentName(Name = "bias")]
    protected Parameter? _bias;

    protected long input_channels;

    private protected Convolution(string name, in ConvolutionShape shape, Device? device, ScalarType? dtype)
        : base(name)
    {
        input_channels = shape.InChannels;
        out_channels = shape.OutChannels;
        kernel_size = shape.Kernel;
        stride = shape.Stride;
        dilation = shape.Dilation;
        padding = shape.Padding;
        padding_type = shape.PaddingType;
        padding_mode = shape.PaddingMode;
        groups = shape.Groups;

        long[] size = [shape.OutChannels, shape.InChannels / shape.Groups, .. shape.Kernel];
        weight = new Parameter(nn.init.kaiming_uniform_(empty(size, dtype, device), Math.Sqrt(5)));
        bias = shape.Bias ? new Parameter(Uninitialised.Bias(shape.OutChannels, size[1..].Aggregate(1L, (a, b) => a * b), device, dtype)) : null;
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

    public long in_channels => input_channels;

    public long out_channels { get; }

    public Padding? padding_type { get; }

    public long[]? padding { get; }

    public PaddingModes padding_mode { get; set; }

    public long groups { get; set; }

    public long[] kernel_size { get; set; }

    public long[] stride { get; set; }

    public long[] dilation { get; set; }
}
