namespace TorchSharp.Modules;

/// <summary>A tensor that a module trains. Takes over the handle of the tensor it is made from, and its place in a dispose scope.</summary>
public class Parameter : torch.Tensor
{
    public Parameter(torch.Tensor data, bool requires_grad = true)
        : this(data, data.OwningDisposeScope, requires_grad)
    {
    }

    private Parameter(torch.Tensor data, DisposeScope? scope, bool requires_grad)
        : base(data.DecoupleFromNativeHandle())
    {
        MoveToOtherDisposeScope(scope);
        this.requires_grad = requires_grad;
    }
}
