using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What an optimizer remembers of one parameter.</summary>
public abstract class OptimizerState
{
    protected Parameter _parameter;

    protected OptimizerState(Parameter parameter)
    {
        _parameter = parameter;
    }

    public abstract void LoadStateDict(OptimizerState source);

    public abstract void Initialize(OptimizerOptions options);

    public virtual void to(Device device)
    {
    }

    /// <summary>Zeros in the parameter's shape and type, in no scope.</summary>
    private protected Tensor Zeros()
    {
        using IDisposable guard = no_grad();
        return _parameter.zeros_like().DetachFromDisposeScope();
    }

    /// <summary>The tensor on another device, in no scope; the old one is disposed.</summary>
    private protected static Tensor Moved(Tensor tensor, Device device)
    {
        if (tensor is null)
        {
            return null!;
        }

        Tensor moved = tensor.to(device).DetachFromDisposeScope();
        tensor.Dispose();
        return moved;
    }
}
