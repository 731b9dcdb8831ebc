using FaeRealtime.Data.Loading;
using TorchSharp;

namespace FaeRealtime.Evaluation.ImageSets;

/// <summary>A split of a data folder, without mirrored views.</summary>
internal sealed class SplitPictures(string name, PictureSet pictures) : IPictures
{
    public string Name => name;

    public int Count => pictures.Count;

    public IEnumerable<torch.Tensor> Batches(int size)
    {
        for (var start = 0; start < pictures.Count; start += size)
        {
            yield return pictures.Gather([.. Enumerable.Range(start, Math.Min(size, pictures.Count - start)).Select(i => (long)i)]);
        }
    }
}
