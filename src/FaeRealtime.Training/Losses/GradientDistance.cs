using TorchSharp;

namespace FaeRealtime.Training.Losses;

/// <summary>How differently two images rise and fall: mean absolute difference of the steps between neighbouring pixels, at full, half and quarter size, the mean of both axes and all sizes.</summary>
/// <remarks>Squared and absolute errors count a faint step between two patches as little as an error of the same height that nobody sees; here it counts as what it is.</remarks>
internal static class GradientDistance
{
    private const int Sizes = 3;

    /// <summary>The distance.</summary>
    /// <param name="difference">Decoded images less the originals <c>[B, 3, H, W]</c>; steps are linear, so theirs are the steps' difference. Borrowed.</param>
    /// <returns>A scalar; the caller disposes.</returns>
    public static torch.Tensor Mean(torch.Tensor difference)
    {
        using var scope = torch.NewDisposeScope();
        var parts = new List<torch.Tensor>();
        for (var image = difference; parts.Count < 2 * Sizes && image.shape[2] > 1 && image.shape[3] > 1; image = Halved(image))
        {
            parts.Add(Steps(image, 2));
            parts.Add(Steps(image, 3));
            if (image.shape[2] % 2 != 0 || image.shape[3] % 2 != 0)
            {
                break;
            }
        }

        return torch.stack(parts).mean().MoveToOuterDisposeScope();
    }

    private static torch.Tensor Steps(torch.Tensor image, int axis)
    {
        var length = image.shape[axis] - 1;
        return (image.narrow(axis, 1, length) - image.narrow(axis, 0, length)).abs().mean();
    }

    private static torch.Tensor Halved(torch.Tensor image)
    {
        var shape = image.shape;
        return image.reshape(shape[0], shape[1], shape[2] / 2, 2, shape[3] / 2, 2).mean([3L, 5L]); // [B, 3, H/2, W/2]
    }
}
