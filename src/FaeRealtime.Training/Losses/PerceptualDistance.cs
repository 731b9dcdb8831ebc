using FaeRealtime.Core.Errors;
using static TorchSharp.torch;

namespace FaeRealtime.Training.Losses;

/// <summary>LPIPS over one of three trunks, or the same distance with equal weights where there are no learned heads.</summary>
/// <remarks>
/// Zhang et al. 2018, arXiv:1801.03924, lpips v0.1: images are normalised for ImageNet; at each tap the activations get unit length per place, their squared differences
/// are weighted and summed over channels and averaged over places; the taps are added. Without heads all weights are 1 (the paper's baseline). With other than torchvision's
/// weights the values cannot be compared with published ones.
/// </remarks>
internal sealed class PerceptualDistance : IDisposable
{
    private const float UnitEpsilon = 1e-10f;

    // Keeps the root's gradient finite where every channel is off; far below what float32 sees beside a length that counts.
    private const float RootEpsilon = 1e-20f;

    private readonly PerceptualTrunk _trunk;
    private readonly PerceptualHeads? _heads;
    private readonly Tensor _shift;
    private readonly Tensor _scale;

    /// <summary>Takes over trunk and heads.</summary>
    public PerceptualDistance(PerceptualTrunk trunk, PerceptualHeads? heads, Device? device = null)
    {
        _trunk = trunk;
        _heads = heads;
        _shift = tensor([-0.030f, -0.088f, -0.188f], [1, 3, 1, 1], device: device).DetachFromDisposeScope();
        _scale = tensor([0.458f, 0.448f, 0.450f], [1, 3, 1, 1], device: device).DetachFromDisposeScope();
    }

    /// <summary>What the distance is, for reports.</summary>
    public string Name => _heads is null ? $"{_trunk.Layout.Title}, unweighted" : $"LPIPS v0.1, {_trunk.Layout.Title}";

    /// <summary>Reads the networks.</summary>
    /// <param name="trunkPath">SqueezeNet 1.1, AlexNet or VGG16 with torchvision's keys; which, its keys say.</param>
    /// <param name="headsPath">lpips v0.1's heads, or null for equal weights.</param>
    /// <param name="device">Where they go.</param>
    /// <exception cref="CheckpointException">A file is missing, damaged, or does not fit.</exception>
    public static PerceptualDistance Load(string trunkPath, string? headsPath = null, Device? device = null)
    {
        var trunk = PerceptualTrunk.Load(trunkPath, device);
        return new PerceptualDistance(trunk, headsPath is null ? null : PerceptualHeads.Load(headsPath, trunk, device), device);
    }

    /// <summary>Mean distance of a batch.</summary>
    /// <param name="decoded"><c>[B, 3, H, W]</c>, nominally in [−1, 1], may have a gradient. Borrowed.</param>
    /// <param name="images"><c>[B, 3, H, W]</c> in [−1, 1], whose gradient is not followed. Borrowed.</param>
    /// <returns>A scalar, 0 for equal images; the caller disposes.</returns>
    public Tensor Mean(Tensor decoded, Tensor images)
    {
        using var scope = NewDisposeScope();
        return Each(decoded, images).mean().MoveToOuterDisposeScope();
    }

    /// <summary>The distance of each pair.</summary>
    /// <returns><c>[B, 1, 1, 1]</c>; the caller disposes.</returns>
    public Tensor Each(Tensor decoded, Tensor images)
    {
        using var scope = NewDisposeScope();
        return Maps(decoded, images).Select(map => map.mean([2L, 3L], keepdim: true)).Aggregate((sum, tap) => sum + tap).MoveToOuterDisposeScope();
    }

    /// <summary>The weighted differences at each tap <c>[B, 1, h, w]</c>; the caller disposes.</summary>
    internal IReadOnlyList<Tensor> Maps(Tensor decoded, Tensor images) =>
        [.. Taps(decoded).Zip(Reference(images)).Select((pair, tap) => Weigh((Unit(pair.First) - pair.Second).square(), tap))];

    /// <summary>The trunk's activations <c>[B, C, h, w]</c>; the caller disposes.</summary>
    internal IReadOnlyList<Tensor> Taps(Tensor images) => _trunk.Taps((images - _shift) / _scale);

    /// <summary>Vectors over channels at length 1; those of length 0 stay.</summary>
    /// <param name="x"><c>[B, C, h, w]</c>. Borrowed.</param>
    /// <returns>Of the same shape; the caller disposes.</returns>
    internal static Tensor Unit(Tensor x) => x / ((x.square().sum(1, keepdim: true) + RootEpsilon).sqrt() + UnitEpsilon);

    public void Dispose()
    {
        _trunk.Dispose();
        _heads?.Dispose();
        _shift.Dispose();
        _scale.Dispose();
    }

    private IReadOnlyList<Tensor> Reference(Tensor images)
    {
        using var guard = no_grad();
        return [.. Taps(images).Select(Unit)];
    }

    private Tensor Weigh(Tensor squares, int tap) => (_heads is null ? squares : squares * _heads.Of(tap)).sum(1, keepdim: true); // [B, 1, h, w]
}
