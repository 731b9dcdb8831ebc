using TorchSharp;
using TorchSharp.Modules;

namespace FaeRealtime.Training.Optimisation;

/// <summary>Scales gradients down to a largest norm without reading anything back from the device.</summary>
internal static class GradientClip
{
    private const double Epsilon = 1e-6;

    /// <summary>Clips in place.</summary>
    /// <param name="parameters">Of any shape; those without gradient are left out.</param>
    /// <param name="largest">The largest allowed norm over all of them; null to leave them as they are.</param>
    /// <returns>The norm before clipping, a scalar; the caller disposes.</returns>
    public static torch.Tensor Apply(IReadOnlyList<Parameter> parameters, double? largest)
    {
        using var guard = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var gradients = parameters.Select(parameter => parameter.grad).OfType<torch.Tensor>().ToArray();
        var norm = torch.stack(gradients.Select(gradient => gradient.norm())).norm();
        if (largest is { } bound)
        {
            var scale = (bound / (norm + Epsilon)).clamp(max: 1);
            foreach (var gradient in gradients)
            {
                gradient.mul_(scale);
            }
        }

        return norm.MoveToOuterDisposeScope();
    }
}
