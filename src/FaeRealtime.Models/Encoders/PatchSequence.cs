using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Models.Layers;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Encoders;

/// <summary>Pictures of different shapes as one batch of patches (SigLIP2 NaFlex). Disposing it disposes its tensors.</summary>
/// <param name="Patches"><c>[B, T, p·p·3]</c>: each picture's patches row-major, each patch in the order (row, column, colour), padded at the end.</param>
/// <param name="Valid"><c>[B, T]</c>, Boolean or 0 and 1: false at padding.</param>
/// <param name="Grids">Rows and columns of patches of each picture; their product is at most T.</param>
public sealed record PatchSequence(Tensor Patches, Tensor Valid, IReadOnlyList<(long Rows, long Columns)> Grids) : IDisposable
{
    /// <summary>Cuts pictures into patches and pads them to one length.</summary>
    /// <param name="pictures">Normalised pictures <c>[3, h·p, w·p]</c>. Borrowed.</param>
    /// <param name="patch">Side p of a patch.</param>
    /// <param name="length">Patches T of each padded picture.</param>
    /// <returns>The batch; the caller disposes.</returns>
    /// <exception cref="ShapeException">A side is no multiple of p, or a picture has more patches than T.</exception>
    public static PatchSequence Of(IReadOnlyList<Tensor> pictures, int patch, int length)
    {
        using var scope = NewDisposeScope();
        var grids = pictures.Select(picture => (Rows: picture.size(1) / patch, Columns: picture.size(2) / patch)).ToList();
        var rows = pictures.Zip(grids, (picture, grid) => Padded(picture, grid.Rows, grid.Columns, patch, length)).ToArray();
        var index = arange(length, device: rows[0].device); // [T]
        var valid = stack([.. grids.Select(grid => index < grid.Rows * grid.Columns)], 0); // [B, T]
        return new PatchSequence(cat(rows, 0).MoveToOuterDisposeScope(), valid.MoveToOuterDisposeScope(), grids); // [B, T, p·p·3]
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Patches.Dispose();
        Valid.Dispose();
    }

    /// <summary>Refuses parts that disagree with each other or with an encoder.</summary>
    internal void Check(VisionEncoderConfig encoder)
    {
        var (batch, length) = (Grids.Count, Patches.size(1));
        TensorShape.Require(Patches, $"The patches of encoder '{encoder.Name}'", batch, length, 3L * encoder.PatchSize * encoder.PatchSize);
        TensorShape.Require(Valid, $"The mask of encoder '{encoder.Name}'", batch, length);
        foreach (var (rows, columns) in Grids)
        {
            if (rows < 1 || columns < 1 || rows * columns > length)
            {
                throw new ShapeException($"A picture of {rows}×{columns} patches does not fit a sequence of {length}. Give at least one patch and at most that many.");
            }
        }
    }

    private static Tensor Padded(Tensor picture, long rows, long columns, int patch, int length)
    {
        if (picture.size(1) != rows * patch || picture.size(2) != columns * patch || rows * columns > length)
        {
            throw new ShapeException($"A picture of {TensorShape.Text(picture.shape)} cannot be cut into at most {length} patches of {patch}×{patch}. Resize it to sides that are multiples of {patch}.");
        }

        var patches = PatchGrid.PatchifyPixels(picture.unsqueeze(0), patch); // [1, h·w, p·p·3]
        return cat([patches, zeros([1, length - (rows * columns), patches.size(2)], patches.dtype, patches.device)], 1); // [1, T, p·p·3]
    }
}
