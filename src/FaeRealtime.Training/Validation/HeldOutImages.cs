using FaeRealtime.Data.Loading;
using TorchSharp;

namespace FaeRealtime.Training.Validation;

/// <summary>Compares held-out images with what a chain of networks makes of them.</summary>
/// <param name="images">The held-out images.</param>
/// <param name="device">Where the networks lie, and so what they decode.</param>
internal sealed class HeldOutImages(ImageSet images, torch.Device device)
{
    private const int Batch = 32;
    private const int GridColumns = 16;
    private const int GridImages = 48;

    public int Count => images.Count;

    /// <summary>Mean PSNR in dB over all held-out images.</summary>
    /// <param name="decode">From view indices to RGB <c>[B, 3, H, W]</c>.</param>
    public double MeanPsnr(Func<long[], torch.Tensor> decode)
    {
        var values = new List<double>();
        foreach (var views in All().Chunk(Batch))
        {
            using var scope = torch.NewDisposeScope();
            values.AddRange(Psnr.Each(decode(views), images.Gather(views, device)));
        }

        return values.Average();
    }

    /// <summary>Writes originals above reconstructions, evenly chosen.</summary>
    /// <param name="path">The PNG.</param>
    /// <param name="decode">As in <see cref="MeanPsnr"/>: gives <c>[B, 3, H, W]</c> for views.</param>
    public void WriteSampleGrid(string path, Func<long[], torch.Tensor> decode)
    {
        using var scope = torch.NewDisposeScope();
        var count = Math.Min(GridImages, images.Count);
        long[] views = [.. Enumerable.Range(0, count).Select(i => (long)i * images.Count / count)];
        SampleGrid.WritePairs(path, images.Gather(views, device), decode(views), GridColumns);
    }

    private IEnumerable<long> All() => Enumerable.Range(0, images.Count).Select(i => (long)i);
}
