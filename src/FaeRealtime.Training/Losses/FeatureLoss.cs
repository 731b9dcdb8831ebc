using TorchSharp;

namespace FaeRealtime.Training.Losses;

/// <summary>‖x̂ − x‖² of equation 4.1: summed over channels, averaged over tokens.</summary>
internal static class FeatureLoss
{
    /// <summary>The loss, each channel weighted.</summary>
    /// <param name="reconstructed">x̂ <c>[B, T, D]</c>. Borrowed.</param>
    /// <param name="features">x <c>[B, T, D]</c>. Borrowed.</param>
    /// <param name="channelWeights"><c>[D]</c>, or null for 1 everywhere. Borrowed.</param>
    /// <returns>A scalar; the caller disposes.</returns>
    public static torch.Tensor PerToken(torch.Tensor reconstructed, torch.Tensor features, torch.Tensor? channelWeights = null)
    {
        using var scope = torch.NewDisposeScope();
        var squares = (reconstructed - features).square();
        var weighted = channelWeights is null ? squares : squares * channelWeights;
        return weighted.sum(-1).mean().MoveToOuterDisposeScope();
    }

    /// <summary>One weight per channel from one per feature block.</summary>
    /// <param name="blockWeights">In the order of the blocks.</param>
    /// <param name="width">Channels of a block.</param>
    /// <param name="device">Where they are put; null is the CPU.</param>
    /// <returns><c>[blocks·width]</c>, float32, the caller disposes; null where there are no weights.</returns>
    public static torch.Tensor? ChannelWeights(IReadOnlyList<double> blockWeights, int width, torch.Device? device = null) => blockWeights.Count == 0
        ? null
        : torch.tensor([.. blockWeights.SelectMany(weight => Enumerable.Repeat((float)weight, width))], [blockWeights.Count * width], device: device);
}
