using FaeRealtime.Training.Optimisation;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace FaeRealtime.Training.Discriminators;

/// <summary>Random shifts and colours for everything that a discriminator sees, through which the decoder's gradient passes (Zhao et al. 2020, arXiv:2006.10738; RAE's setting).</summary>
internal static class DifferentiableAugmentation
{
    private const double ShiftShare = 0.125;
    private const int Draws = 5;

    /// <summary>Shifts, brightens, saturates and contrasts each image by numbers of its own. RAE's cut-out has size 0 and is left out.</summary>
    /// <param name="images"><c>[B, 3, H, W]</c> in [0, 1]; worked on in [−1, 1] as in RAE. Borrowed.</param>
    /// <param name="random">The step's random numbers.</param>
    /// <param name="purpose">For whom.</param>
    /// <returns><c>[B, 3, H, W]</c>; the caller disposes.</returns>
    public static Tensor Apply(Tensor images, StepRandom random, RandomPurpose purpose)
    {
        using var scope = NewDisposeScope();
        var rows = (int)images.size(0);
        var draws = tensor(Array.ConvertAll(random.Uniform(purpose, rows, Draws), draw => (float)draw), [rows, Draws, 1, 1, 1], device: images.device).unbind(1); // [B, 1, 1, 1] each
        var x = Shift((images * 2) - 1, draws[0], draws[1]);
        x = Contrast(Saturate(Brighten(x, draws[2]), draws[3]), draws[4]);
        return ((x + 1) / 2).MoveToOuterDisposeScope(); // [B, 3, H, W]
    }

    /// <summary>Moves by up to an eighth of the sides, whole pixels; what comes in is 0.</summary>
    /// <param name="x"><c>[B, 3, H, W]</c>.</param>
    /// <param name="down"><c>[B, 1, 1, 1]</c> in [0, 1): the share of the way from the lowest to the highest shift.</param>
    /// <param name="right">Likewise along the width.</param>
    internal static Tensor Shift(Tensor x, Tensor down, Tensor right)
    {
        var padded = F.pad(x, (1, 1, 1, 1)); // [B, 3, H + 2, W + 2]
        var (rows, columns) = (Places(x.size(2), down), Places(x.size(3), right)); // [B, H], [B, W]
        padded = padded.gather(2, rows.reshape(-1, 1, x.size(2), 1).expand(-1, x.size(1), -1, x.size(3) + 2)); // [B, 3, H, W + 2]
        return padded.gather(3, columns.reshape(-1, 1, 1, x.size(3)).expand(-1, x.size(1), x.size(2), -1)); // [B, 3, H, W]
    }

    /// <summary>Adds up to ±0.5.</summary>
    /// <param name="x">Images <c>[B, 3, H, W]</c>. Borrowed.</param>
    /// <param name="draw">Uniform in [0, 1), <c>[B, 1, 1, 1]</c>. Borrowed.</param>
    /// <returns><c>[B, 3, H, W]</c>; the caller disposes.</returns>
    internal static Tensor Brighten(Tensor x, Tensor draw) => x + (draw - 0.5);

    /// <summary>Moves colours from or to each pixel's grey by a factor of 0 to 2.</summary>
    /// <param name="x">Images <c>[B, 3, H, W]</c>. Borrowed.</param>
    /// <param name="draw">Uniform in [0, 1), <c>[B, 1, 1, 1]</c>. Borrowed.</param>
    /// <returns><c>[B, 3, H, W]</c>; the caller disposes.</returns>
    internal static Tensor Saturate(Tensor x, Tensor draw) => Away(x, x.mean([1L], keepdim: true), draw * 2);

    /// <summary>Moves colours from or to each image's mean by a factor of 0.5 to 1.5.</summary>
    /// <param name="x">Images <c>[B, 3, H, W]</c>. Borrowed.</param>
    /// <param name="draw">Uniform in [0, 1), <c>[B, 1, 1, 1]</c>. Borrowed.</param>
    /// <returns><c>[B, 3, H, W]</c>; the caller disposes.</returns>
    internal static Tensor Contrast(Tensor x, Tensor draw) => Away(x, x.mean([1L, 2L, 3L], keepdim: true), draw + 0.5);

    private static Tensor Away(Tensor x, Tensor from, Tensor factor) => ((x - from) * factor) + from;

    // Where each place of the result lies in the source with its frame of one zero.
    private static Tensor Places(long length, Tensor draw)
    {
        var furthest = Math.Round(length * ShiftShare);
        var shift = (draw * ((2 * furthest) + 1)).floor().to_type(ScalarType.Int64).reshape(-1, 1) - (long)furthest; // [B, 1]
        return (arange(length, device: draw.device) + shift + 1).clamp(0, length + 1); // [B, length]
    }
}
