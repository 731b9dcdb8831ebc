using TorchSharp;

namespace FaeRealtime.Training.Data;

/// <summary>The pictures of one split in memory, eight bits a channel. A view is a picture as it is or mirrored.</summary>
internal sealed class PictureSet
{
    private readonly byte[] planes;

    /// <summary>Wraps decoded pictures.</summary>
    /// <param name="planes">Planar RGB, <c>[N, 3, S, S]</c>.</param>
    /// <param name="size">S in pixels.</param>
    /// <param name="labels">Class indices, N of them.</param>
    /// <param name="names">What the pictures show, N of them.</param>
    /// <param name="mirrored">Whether views N … 2N − 1 exist: the same pictures mirrored.</param>
    public PictureSet(byte[] planes, int size, long[] labels, IReadOnlyList<string> names, bool mirrored)
    {
        this.planes = planes;
        Size = size;
        Labels = labels;
        Names = names;
        Views = mirrored ? 2 * labels.Length : labels.Length;
    }

    public int Size { get; }

    public int Count => Labels.Length;

    /// <summary>Pictures, twice where mirrored.</summary>
    public int Views { get; }

    public long[] Labels { get; }

    public IReadOnlyList<string> Names { get; }

    public long LabelOf(long view) => Labels[view % Count];

    /// <summary>Copies views into a batch.</summary>
    /// <param name="views">Indices below <see cref="Views"/>.</param>
    /// <returns><c>[B, 3, S, S]</c>, float32 in [0, 1]; the caller disposes.</returns>
    public torch.Tensor Gather(ReadOnlySpan<long> views)
    {
        var length = 3 * Size * Size;
        var batch = new float[views.Length * length];
        for (var i = 0; i < views.Length; i++)
        {
            var source = planes.AsSpan((int)(views[i] % Count) * length, length);
            Copy(source, batch.AsSpan(i * length, length), mirrored: views[i] >= Count);
        }

        return torch.tensor(batch, [views.Length, 3, Size, Size]);
    }

    private void Copy(ReadOnlySpan<byte> source, Span<float> target, bool mirrored)
    {
        for (var row = 0; row < source.Length; row += Size)
        {
            var from = source.Slice(row, Size);
            var to = target.Slice(row, Size);
            for (var x = 0; x < from.Length; x++)
            {
                to[mirrored ? from.Length - 1 - x : x] = from[x] * (1f / 255f);
            }
        }
    }
}
