using TorchSharp.Modules;

namespace FaeRealtime.Training.Discriminators;

/// <summary>Takes parameters out of the graphs that are built while it lives: gradients pass through the network and leave none in it.</summary>
internal sealed class FrozenParameters : IDisposable
{
    private readonly IReadOnlyList<Parameter> _parameters;

    public FrozenParameters(IReadOnlyList<Parameter> parameters)
    {
        _parameters = parameters;
        Set(false);
    }

    public void Dispose() => Set(true);

    private void Set(bool trained)
    {
        foreach (var parameter in _parameters)
        {
            parameter.requires_grad = trained;
        }
    }
}
