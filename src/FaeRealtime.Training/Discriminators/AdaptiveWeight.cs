using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FaeRealtime.Training.Discriminators;

/// <summary>How strong the adversarial term must be to pull the decoder's last layer as hard as the other terms do (VQGAN, RAE).</summary>
internal static class AdaptiveWeight
{
    private const double Epsilon = 1e-6;
    private const double Largest = 1e4;

    /// <summary>‖∇ others‖ / (‖∇ term‖ + 1e-6), at most 1e4.</summary>
    /// <param name="others">A scalar with gradient. Borrowed.</param>
    /// <param name="term">A scalar with gradient. Borrowed.</param>
    /// <param name="last">The decoder's last weight <c>[p·p·3, W]</c>. Borrowed.</param>
    /// <returns>A scalar without gradient; the caller disposes.</returns>
    public static Tensor Of(Tensor others, Tensor term, Parameter last)
    {
        using var scope = NewDisposeScope();
        var pulls = autograd.grad([others], [last], retain_graph: true)[0].@float().norm();
        var pushes = autograd.grad([term], [last], retain_graph: true)[0].@float().norm();
        return (pulls / (pushes + Epsilon)).clamp(0, Largest).detach().MoveToOuterDisposeScope();
    }
}
