using FaeRealtime.Core.Config;
using FaeRealtime.Models.Checkpoints;
using TorchSharp;

namespace FaeRealtime.Evaluation.Metrics;

/// <summary>How visible the patch grid of a pixel decoder is in a set of images.</summary>
/// <remarks>
/// Between neighbouring pixels p₋₁ and p₀ of a row or column and one channel, j = |(p₀ − p₋₁) − ½((p₋₁ − p₋₂) + (p₁ − p₀))| is the jump that the slopes on both sides do not explain. The index is the mean of j
/// where p₀ begins a patch, divided by its mean elsewhere, over all images, both axes and all channels. Around 1 for what knows no grid (drawn pictures that were scaled down on one: 0.84), more where patches do not meet.
/// </remarks>
/// <param name="patch">Side of a patch in pixels.</param>
internal sealed class SeamIndex(int patch)
{
    private readonly (double Sum, long Count)[] _jumps = new (double, long)[2];

    /// <summary>The index of a model's own patches.</summary>
    public static SeamIndex Of(ModelConfig config) => new(config.PixelDecoder.ImageSize / config.Latent.Side);

    /// <summary>The index; null where there is no border, nothing else, or no structure.</summary>
    public double? Value => _jumps[0].Sum > 0 && _jumps[1].Count > 0 ? _jumps[1].Sum / _jumps[1].Count * _jumps[0].Count / _jumps[0].Sum : null;

    /// <summary>Counts images.</summary>
    /// <param name="images"><c>[B, C, H, W]</c>. Borrowed.</param>
    public void Add(torch.Tensor images)
    {
        using var guard = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        foreach (var axis in new[] { 2, 3 })
        {
            var length = images.shape[axis];
            if (length < 4)
            {
                continue;
            }

            var steps = images.narrow(axis, 1, length - 1) - images.narrow(axis, 0, length - 1);
            var slopes = (steps.narrow(axis, 0, length - 3) + steps.narrow(axis, 2, length - 3)) / 2;
            var jumps = (steps.narrow(axis, 1, length - 3) - slopes).abs(); // between pixels x + 1 and x + 2
            long[] others = [0, 1, axis == 2 ? 3 : 2];
            Count(TensorExport.Values<double>(jumps.sum(others, type: torch.ScalarType.Float64)), images.numel() / length);
        }
    }

    private void Count(double[] sums, long each)
    {
        for (var i = 0; i < sums.Length; i++)
        {
            ref var place = ref _jumps[(i + 2) % patch == 0 ? 1 : 0];
            place = (place.Sum + sums[i], place.Count + each);
        }
    }
}
