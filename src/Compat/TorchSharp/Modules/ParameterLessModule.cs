using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A module that holds nothing to train; registering anything is refused.</summary>
public abstract class ParameterLessModule<T1, TResult> : nn.Module<T1, TResult>, IParameterLessModule
{
    protected ParameterLessModule(string name)
        : base(name)
    {
    }

    public override void register_buffer(string name, Tensor tensor, bool persistent = true) => throw Refused("buffer", name);

    public override void register_parameter(string name, Parameter param) => throw Refused("parameter", name);

    public override void register_module(string name, nn.Module submodule) => throw Refused("module", name);

    private InvalidOperationException Refused(string kind, string name) =>
        new($"Cannot register {kind} '{name}' on {GetName()}, which holds no parameters.");
}
