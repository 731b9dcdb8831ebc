using TorchSharp.Dispatch;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Rows of a table <c>[count, width]</c>, by integer index.</summary>
public sealed class Embedding : nn.Module<Tensor, Tensor>
{
    private static readonly Operator Lookup = Operator.Get("aten::embedding");

    private readonly long _paddingIndex;
    private readonly bool _scaleByFrequency;
    private readonly bool _sparse;

    [ComponentName(Name = "weight")]
    private Parameter? _weight;

    internal Embedding(Parameter weight, long? paddingIndex, bool scaleByFrequency, bool sparse)
        : base(nameof(Embedding))
    {
        this.weight = weight;
        _paddingIndex = paddingIndex ?? -1;
        _scaleByFrequency = scaleByFrequency;
        _sparse = sparse;
    }

    /// <summary>Rows drawn from a standard normal; the padding row is zero.</summary>
    internal static Parameter Table(long count, long width, long? paddingIndex, Device? device, ScalarType? dtype)
    {
        Tensor table = nn.init.normal_(empty([count, width], dtype, device));
        if (paddingIndex is { } padding)
        {
            using Tensor row = table.narrow(0, padding, 1);
            row.zero_();
        }

        return new Parameter(table);
    }

    public Parameter? weight
    {
        get => _weight;
        set => Keep(ref _weight, nameof(weight), value);
    }

    public override Tensor forward(Tensor input) =>
        Lookup.Call(_weight!, input, _paddingIndex, _scaleByFrequency, _sparse);
}
