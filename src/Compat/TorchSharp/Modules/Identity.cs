using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Returns an alias of its input: the caller owns the result.</summary>
public sealed class Identity : ParameterLessModule<Tensor, Tensor>
{
    internal Identity()
        : base(nameof(Identity))
    {
    }

    public override Tensor forward(Tensor tensor) => tensor.alias();
}
