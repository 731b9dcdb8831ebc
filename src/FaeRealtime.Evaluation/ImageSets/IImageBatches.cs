using TorchSharp;

namespace FaeRealtime.Evaluation.ImageSets;

/// <summary>Images of one size in a fixed order, which need not all be in memory.</summary>
internal interface IImageBatches
{
    /// <summary>Where they come from, for messages and tables.</summary>
    string Name { get; }

    int Count { get; }

    /// <summary>All of them in order, from the beginning at every call.</summary>
    /// <param name="size">Images a batch, the last one fewer.</param>
    /// <returns><c>[b, 3, H, W]</c> in [0, 1]; the caller disposes each.</returns>
    IEnumerable<torch.Tensor> Batches(int size);
}
