using FaeRealtime.Core.Checkpoints;
using TorchSharp;
using F = TorchSharp.torch.nn.functional;

namespace FaeRealtime.Training.Losses;

/// <summary>A perceptual distance over SqueezeNet 1.1 with equal weights.</summary>
/// <remarks>
/// Zhang et al. 2018, arXiv:1801.03924, the «baseline» without learned heads: at each of LPIPS' seven taps the activations are normalised to unit length
/// per place, their squared differences summed over channels and averaged over places; the taps are added. Weights of any origin in torchvision's layout;
/// the value cannot be compared with published LPIPS.
/// </remarks>
internal sealed class SqueezeNetPerceptual : IDisposable
{
    private const double UnitEpsilon = 1e-10;

    // torchvision's squeezenet1_1.features: pools before these fire modules; a tap after each listed one (LPIPS' slices).
    private static readonly long[] FirstStride = [2, 2];
    private static readonly string[] FireParts = ["squeeze", "expand1x1", "expand3x3"];
    private static readonly int[] Fires = [3, 4, 6, 7, 9, 10, 11, 12];
    private static readonly int[] PooledBefore = [3, 6, 9];
    private static readonly int[] Tapped = [4, 7, 9, 10, 11, 12];

    private readonly Dictionary<string, torch.Tensor> weights;
    private readonly torch.Tensor mean = Frozen(torch.tensor([0.485f, 0.456f, 0.406f], [1, 3, 1, 1]));
    private readonly torch.Tensor deviation = Frozen(torch.tensor([0.229f, 0.224f, 0.225f], [1, 3, 1, 1]));

    private SqueezeNetPerceptual(Dictionary<string, torch.Tensor> weights) => this.weights = weights;

    /// <summary>Reads the convolutions.</summary>
    /// <param name="path">A safetensors file with torchvision's squeezenet1_1 keys; the classifier is ignored.</param>
    /// <exception cref="Core.Errors.CheckpointException">The file is missing, damaged or lacks a key.</exception>
    public static SqueezeNetPerceptual Load(string path)
    {
        using var reader = CheckpointFile.Open(path);
        return new SqueezeNetPerceptual(Keys().ToDictionary(
            key => key,
            key => Frozen(torch.tensor(reader.ReadSingle(key), [.. reader.Entry(key).Shape]))));
    }

    /// <summary>Mean distance of a batch.</summary>
    /// <param name="painted"><c>[B, 3, H, W]</c>, nominal [0, 1], may have a gradient. Borrowed.</param>
    /// <param name="pictures"><c>[B, 3, H, W]</c> in [0, 1]. Borrowed.</param>
    /// <returns>A scalar, 0 for equal pictures; the caller disposes.</returns>
    public torch.Tensor Distance(torch.Tensor painted, torch.Tensor pictures)
    {
        using var scope = torch.NewDisposeScope();
        var total = torch.zeros([]);
        foreach (var (ours, theirs) in Taps(painted).Zip(Reference(pictures)))
        {
            total += (ours - theirs).square().sum(1).mean();
        }

        return total.MoveToOuterDisposeScope();
    }

    /// <summary>The unit-normalised activations of the seven taps, each <c>[B, C, h, w]</c>.</summary>
    internal IReadOnlyList<torch.Tensor> Taps(torch.Tensor rgb)
    {
        var x = F.relu(F.conv2d((rgb - mean) / deviation, weights["features.0.weight"], weights["features.0.bias"], strides: FirstStride));
        var taps = new List<torch.Tensor> { Unit(x) };
        foreach (var fire in Fires)
        {
            if (PooledBefore.Contains(fire))
            {
                x = F.max_pool2d(x, 3, 2, ceil_mode: true);
            }

            x = Fire(x, $"features.{fire}");
            if (Tapped.Contains(fire))
            {
                taps.Add(Unit(x));
            }
        }

        return taps;
    }

    public void Dispose()
    {
        foreach (var tensor in weights.Values)
        {
            tensor.Dispose();
        }

        mean.Dispose();
        deviation.Dispose();
    }

    private static IEnumerable<string> Keys() =>
        Fires.SelectMany(fire => FireParts.Select(part => $"features.{fire}.{part}"))
            .Prepend("features.0")
            .SelectMany(layer => new[] { $"{layer}.weight", $"{layer}.bias" });

    private static torch.Tensor Frozen(torch.Tensor tensor) => tensor.DetachFromDisposeScope();

    private static torch.Tensor Unit(torch.Tensor x) => x * (x.square().sum(1, keepdim: true) + UnitEpsilon).rsqrt();

    private IReadOnlyList<torch.Tensor> Reference(torch.Tensor pictures)
    {
        using var guard = torch.no_grad();
        return Taps(pictures);
    }

    private torch.Tensor Fire(torch.Tensor x, string layer)
    {
        var squeezed = F.relu(Convolve(x, $"{layer}.squeeze"));
        var wide = F.relu(Convolve(squeezed, $"{layer}.expand1x1"));
        var spread = F.relu(Convolve(squeezed, $"{layer}.expand3x3", padding: 1));
        return torch.cat([wide, spread], 1);
    }

    private torch.Tensor Convolve(torch.Tensor x, string layer, long padding = 0) =>
        F.conv2d(x, weights[$"{layer}.weight"], weights[$"{layer}.bias"], padding: [padding, padding]);
}
