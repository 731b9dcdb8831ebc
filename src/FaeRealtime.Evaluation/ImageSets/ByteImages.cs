using FaeRealtime.Models.Checkpoints;
using TorchSharp;

namespace FaeRealtime.Evaluation.ImageSets;

/// <summary>Eight-bit images in memory, as they are compared and as the ADM suite stores them.</summary>
/// <param name="name">For messages and tables.</param>
/// <param name="side">Width and height in pixels.</param>
/// <param name="pixels">Every image as RGB <c>[side, side, 3]</c>.</param>
internal sealed class ByteImages(string name, int side, IReadOnlyList<byte[]> pixels) : IImageBatches
{
    public string Name => name;

    public int Count => pixels.Count;

    public int Side => side;

    public IReadOnlyList<byte[]> Pixels => pixels;

    /// <summary>To eight bits by 255·x cut off towards 0, as SiT and REPA store their samples.</summary>
    /// <param name="rgb"><c>[B, 3, H, W]</c>, clamped to [0, 1]. Borrowed.</param>
    /// <returns>An image each.</returns>
    public static IEnumerable<byte[]> Quantise(torch.Tensor rgb)
    {
        using var scope = torch.NewDisposeScope();
        var bytes = TensorExport.Values<byte>((rgb.clamp(0, 1) * 255).permute(0, 2, 3, 1).to(torch.ScalarType.Byte)); // [B, H, W, 3]
        return [.. bytes.Chunk(bytes.Length / (int)rgb.shape[0])];
    }

    /// <summary>Images of a stretch of the list.</summary>
    /// <returns><c>[count, 3, H, W]</c> in [0, 1]; the caller disposes.</returns>
    public torch.Tensor Gather(IReadOnlyList<int> indices)
    {
        var length = side * side * 3;
        var bytes = new byte[indices.Count * length];
        for (var i = 0; i < indices.Count; i++)
        {
            pixels[indices[i]].CopyTo(bytes, i * length);
        }

        return FromBytes(bytes, indices.Count, side, side);
    }

    /// <inheritdoc/>
    public IEnumerable<torch.Tensor> Batches(int size)
    {
        for (var start = 0; start < Count; start += size)
        {
            yield return Gather([.. Enumerable.Range(start, Math.Min(size, Count - start))]);
        }
    }

    /// <summary>Interleaved bytes as a batch.</summary>
    /// <param name="bytes"><c>[count, height, width, 3]</c>.</param>
    /// <param name="count">Images.</param>
    /// <param name="height">In pixels.</param>
    /// <param name="width">In pixels.</param>
    /// <returns><c>[count, 3, H, W]</c> in [0, 1]; the caller disposes.</returns>
    internal static torch.Tensor FromBytes(byte[] bytes, int count, int height, int width)
    {
        using var scope = torch.NewDisposeScope();
        var planes = torch.tensor(bytes, [count, height, width, 3]).permute(0, 3, 1, 2).to(torch.ScalarType.Float32); // [count, 3, H, W]
        return (planes * (1f / 255f)).contiguous().MoveToOuterDisposeScope();
    }
}
