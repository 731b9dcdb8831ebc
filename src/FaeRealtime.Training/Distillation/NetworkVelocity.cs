using FaeRealtime.Core.Config;
using FaeRealtime.Models.Generators;
using FaeRealtime.Training.Conditions;
using TorchSharp;

namespace FaeRealtime.Training.Distillation;

/// <summary>A generator or a student as a field.</summary>
/// <param name="network">Predicts velocities. Borrowed.</param>
internal sealed class NetworkVelocity(VelocityGenerator network) : IMeanVelocity
{
    private bool Reversed => network.GeneratorConfig.Time == TimeDirection.DataAtOne;

    /// <inheritdoc/>
    public torch.Tensor Average(torch.Tensor x, IReadOnlyList<double> t, IReadOnlyList<double> r, ConditionRows wanted)
    {
        using var scope = torch.NewDisposeScope();
        var output = network.Answer(x, Asked(x, t), Asked(x, r), network.InputsFor(wanted.Labels, wanted.Text)); // [B, C, h, w]
        return (Reversed ? -output : output).MoveToOuterDisposeScope();
    }

    private torch.Tensor Asked(torch.Tensor x, IReadOnlyList<double> times) =>
        torch.tensor([.. times.Select(t => (float)(Reversed ? 1 - t : t))], [times.Count], device: x.device); // [B]
}

/// <summary>A velocity field asked at times of their own for every row, in this product's direction of time. With gradient where that is on.</summary>
internal interface IMeanVelocity
{
    /// <summary>The velocity of every row at t, or its mean from t to r where the field knows one.</summary>
    /// <param name="x">Normalised latents <c>[B, C, h, w]</c>. Borrowed.</param>
    /// <param name="t">B times; 1 is noise.</param>
    /// <param name="r">B target times, at most t.</param>
    /// <param name="wanted">B rows. Borrowed.</param>
    /// <returns><c>[B, C, h, w]</c>; the caller disposes.</returns>
    torch.Tensor Average(torch.Tensor x, IReadOnlyList<double> t, IReadOnlyList<double> r, ConditionRows wanted);
}
