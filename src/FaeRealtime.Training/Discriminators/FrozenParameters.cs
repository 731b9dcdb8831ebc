using TorchSharp.Modules;

namespace FaeRealtime.Training.Discriminators;

/// <summary>Takes parameters out of the graphs that are built while it lives: gradients pass through the network and leave none in it.</summary>
internal sealed class FrozenParameters : IDisposable
{
    private readonly IReadOnlyList<Parameter> parameters;

    public FrozenParameters(IReadOnlyList<Parameter> parameters)
    {
        this.parameters = parameters;
        Set(false);
    }

    public void Dispose() => Set(true);

    private void Set(bool trained)
    {
        foreach (var parameter in parameters)
        {
            parameter.requires_grad = trained;
        }
    }
}
