using FaeRealtime.Core.Checkpoints.Formats;
using FaeRealtime.Core.Errors;
using FaeRealtime.Models.Convolutions;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace FaeRealtime.Training.Losses;

/// <summary>A frozen classifier up to its last tap.</summary>
internal sealed class PerceptualTrunk : IDisposable
{
    private const long PoolStride = 2;

    private readonly IReadOnlyDictionary<string, Tensor> _weights;

    /// <summary>Takes over the weights.</summary>
    /// <param name="layout">The layers.</param>
    /// <param name="weights">Every tensor that the layout names, of its official shape.</param>
    public PerceptualTrunk(TrunkLayout layout, IReadOnlyDictionary<string, Tensor> weights)
    {
        Layout = layout;
        _weights = weights;
    }

    public TrunkLayout Layout { get; }

    /// <summary>How many channels each tap has.</summary>
    public IReadOnlyList<long> Channels
    {
        get
        {
            long width = 0;
            var taps = new List<long>();
            foreach (var layer in Layout.Layers)
            {
                width = layer switch
                {
                    TrunkLayer.Convolution convolution => Outputs(convolution.Key),
                    TrunkLayer.Fire fire => Outputs($"{fire.Key}.expand1x1") + Outputs($"{fire.Key}.expand3x3"),
                    _ => width,
                };
                if (layer is TrunkLayer.Tap)
                {
                    taps.Add(width);
                }
            }

            return taps;
        }
    }

    /// <summary>Reads a trunk; what else the file holds is left out.</summary>
    /// <param name="path">A checkpoint with torchvision's keys of SqueezeNet 1.1, AlexNet or VGG16.</param>
    /// <param name="device">Where the weights go.</param>
    /// <exception cref="CheckpointException">The file is missing, damaged, of another network or lacks a key.</exception>
    public static PerceptualTrunk Load(string path, Device? device = null)
    {
        using var reader = CheckpointFile.Open(path);
        var layout = TrunkLayout.Of([.. reader.Entries.Keys], path);
        return new PerceptualTrunk(layout, layout.Keys.ToDictionary(
            key => key,
            key => tensor(reader.ReadSingle(key), [.. reader.Entry(key).Shape], device: device).DetachFromDisposeScope()));
    }

    /// <summary>The activations at the taps.</summary>
    /// <param name="x">Images <c>[B, 3, H, W]</c>, normalised for the trunk. Borrowed.</param>
    /// <returns>Each <c>[B, C, h, w]</c>; the caller disposes.</returns>
    public IReadOnlyList<Tensor> Taps(Tensor x)
    {
        var taps = new List<Tensor>();
        foreach (var layer in Layout.Layers)
        {
            if (layer is TrunkLayer.Tap)
            {
                taps.Add(x);
            }

            x = layer switch
            {
                TrunkLayer.Convolution convolution => Convolve(x, convolution.Key, convolution.Stride, convolution.Padding),
                TrunkLayer.Fire fire => Fire(x, fire.Key),
                TrunkLayer.Pool pool => F.max_pool2d(x, pool.Side, PoolStride, ceil_mode: pool.Ceiling),
                _ => x,
            };
        }

        return taps;
    }

    public void Dispose()
    {
        foreach (var tensor in _weights.Values)
        {
            tensor.Dispose();
        }
    }

    private long Outputs(string layer) => _weights[$"{layer}.weight"].size(0);

    private Tensor Fire(Tensor x, string layer)
    {
        var squeezed = Convolve(x, $"{layer}.squeeze");
        return cat([Convolve(squeezed, $"{layer}.expand1x1"), Convolve(squeezed, $"{layer}.expand3x3", padding: 1)], 1);
    }

    private Tensor Convolve(Tensor x, string layer, long stride = 1, long padding = 0) =>
        F.relu(ConvolutionKernels.Conv2d(x, _weights[$"{layer}.weight"], _weights[$"{layer}.bias"], stride, padding));
}
