using FaeRealtime.Data.Loading;
using TorchSharp;

namespace FaeRealtime.Evaluation.ImageSets;

/// <summary>A split of a data folder, without mirrored views.</summary>
internal sealed class SplitImages(string name, ImageSet images) : IImageBatches
{
    public string Name => name;

    public int Count => images.Count;

    /// <inheritdoc/>
    public IEnumerable<torch.Tensor> Batches(int size)
    {
        for (var start = 0; start < images.Count; start += size)
        {
            yield return images.Gather([.. Enumerable.Range(start, Math.Min(size, images.Count - start)).Select(i => (long)i)]);
        }
    }
}
