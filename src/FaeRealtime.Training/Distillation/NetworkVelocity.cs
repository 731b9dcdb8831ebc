using FaeRealtime.Core.Config;
using FaeRealtime.Models.Generators;
using TorchSharp;

namespace FaeRealtime.Training.Distillation;

/// <summary>A generator or a student as a field.</summary>
/// <param name="network">Predicts velocities. Borrowed.</param>
internal sealed class NetworkVelocity(LightningDiT network) : IMeanVelocity
{
    private bool Reversed => network.Config.Time == TimeDirection.DataAtOne;

    /// <inheritdoc/>
    public torch.Tensor Average(torch.Tensor x, IReadOnlyList<double> t, IReadOnlyList<double> r, torch.Tensor labels)
    {
        using var scope = torch.NewDisposeScope();
        var output = network.Average(x, Asked(x, t), Asked(x, r), labels); // [B, C, h, w]
        return (Reversed ? -output : output).MoveToOuterDisposeScope();
    }

    private torch.Tensor Asked(torch.Tensor x, IReadOnlyList<double> times) =>
        torch.tensor([.. times.Select(t => (float)(Reversed ? 1 - t : t))], [times.Count], device: x.device); // [B]
}
