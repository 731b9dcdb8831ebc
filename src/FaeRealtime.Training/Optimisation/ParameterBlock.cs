using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FaeRealtime.Training.Optimisation;

/// <summary>Parameters laid one after the other in one tensor, so that one operator passes over all of them. Each stays a tensor of its own, whose values now lie there.</summary>
internal sealed class ParameterBlock : IDisposable
{
    // 256 bytes of float32, as allocators align: vectors and a GPU's matrix products want a tensor to begin there.
    private const long Alignment = 64;

    /// <summary>Moves parameters together.</summary>
    /// <param name="parameters">Float32, on one device. Borrowed; their owner goes on to dispose them.</param>
    public ParameterBlock(IReadOnlyList<Parameter> parameters)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        Values = zeros([parameters.Sum(Room)], ScalarType.Float32, parameters[0].device).DetachFromDisposeScope();

        var start = 0L;
        foreach (var parameter in parameters)
        {
            var place = Values.narrow(0, start, parameter.numel()).view(parameter.shape);
            place.copy_(parameter);
            parameter.set_(place);
            start += Room(parameter);
        }
    }

    /// <summary>All values <c>[N]</c>, with zeros where one parameter ends before the next begins. Changing it changes the parameters.</summary>
    public Tensor Values { get; }

    public void Dispose() => Values.Dispose();

    private static long Room(Parameter parameter) => (parameter.numel() + Alignment - 1) / Alignment * Alignment;
}
