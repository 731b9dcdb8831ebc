using FaeRealtime.Models.Generators;
using TorchSharp;

namespace FaeRealtime.Training.Losses;

/// <summary>Flow matching on the straight path from t = 0 to t = 1: x_t = (1 − t)·start + t·end, target end − start.</summary>
/// <remarks>Start is data and end noise in our time; the other way round in the direction of SiT's and LightningDiT's own training.</remarks>
internal static class FlowLoss
{
    /// <summary>Mean squared error of the velocity.</summary>
    /// <param name="network">Borrowed.</param>
    /// <param name="start">Latents at t = 0 <c>[B, C, h, w]</c>. Borrowed.</param>
    /// <param name="end">Latents at t = 1 <c>[B, C, h, w]</c>. Borrowed.</param>
    /// <param name="t"><c>[B]</c> in [0, 1]. Borrowed.</param>
    /// <param name="labels"><c>[B]</c> int64, null labels among them. Borrowed.</param>
    /// <returns>A scalar; the caller disposes.</returns>
    public static torch.Tensor Mean(LightningDiT network, torch.Tensor start, torch.Tensor end, torch.Tensor t, torch.Tensor labels)
    {
        using var scope = torch.NewDisposeScope();
        return Error(network, start, end, t, labels).square().mean().MoveToOuterDisposeScope();
    }

    /// <summary>The network's velocity minus the path's.</summary>
    /// <returns><c>[B, C, h, w]</c>; the caller disposes. Arguments as of <see cref="Mean"/>.</returns>
    public static torch.Tensor Error(LightningDiT network, torch.Tensor start, torch.Tensor end, torch.Tensor t, torch.Tensor labels)
    {
        using var scope = torch.NewDisposeScope();
        var velocity = end - start;
        var between = start.addcmul(velocity, t.view(-1, 1, 1, 1), 1); // [B, C, h, w]
        return (network.forward(between, t, labels) - velocity).MoveToOuterDisposeScope();
    }
}
