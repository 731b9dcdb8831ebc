using FaeRealtime.Core.Config;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace FaeRealtime.Models.Encoders;

/// <summary>Resizes a learned position table to another patch grid, by the rule that the weights' authors used.</summary>
internal static class PositionTable
{
    /// <summary>The table for a grid; the class token's row, if there is one, stays.</summary>
    /// <param name="table"><c>[1, 1 + M², D]</c> for the pretrained M×M grid, or <c>[1, M², D]</c> without class token. Borrowed.</param>
    /// <param name="rows">Patches in a column.</param>
    /// <param name="columns">Patches in a row.</param>
    /// <param name="config">The rule and its offset.</param>
    /// <returns><c>[1, 1 + rows·columns, D]</c>, or without the 1; the caller disposes.</returns>
    public static Tensor Resize(Tensor table, long rows, long columns, VisionEncoderConfig config)
    {
        long side = config.PretrainedGrid;
        if (rows == side && columns == side)
        {
            return table.alias();
        }

        using var scope = NewDisposeScope();
        var (width, first) = (table.size(2), table.size(1) - (side * side));
        var grid = table.narrow(1, first, side * side).@float()
            .reshape(1, side, side, width) // [1, M, M, D]
            .permute(0, 3, 1, 2); // [1, D, M, M]
        var resized = Interpolate(grid, rows, columns, side, config) // [1, D, h, w]
            .permute(0, 2, 3, 1) // [1, h, w, D]
            .reshape(1, rows * columns, width); // [1, h·w, D]
        return (first == 0 ? resized : cat([table.narrow(1, 0, first), resized], 1)).MoveToOuterDisposeScope(); // [1, 1 + h·w, D]
    }

    /// <summary>The table for each picture of a patch sequence; padding gets the first token's row, as in HF's SigLIP2.</summary>
    /// <param name="table"><c>[1, M², D]</c>, without class token. Borrowed.</param>
    /// <param name="grids">Rows and columns of each picture.</param>
    /// <param name="length">Tokens T of each padded picture.</param>
    /// <param name="config">The rule.</param>
    /// <returns><c>[B, T, D]</c>; the caller disposes.</returns>
    public static Tensor ResizeEach(Tensor table, IReadOnlyList<(long Rows, long Columns)> grids, long length, VisionEncoderConfig config)
    {
        using var scope = NewDisposeScope();
        var tables = grids.Select(grid =>
        {
            var one = Resize(table, grid.Rows, grid.Columns, config); // [1, h·w, D]
            return cat([one, one.narrow(1, 0, 1).expand(1, length - one.size(1), -1)], 1); // [1, T, D]
        });
        return cat([.. tables], 0).MoveToOuterDisposeScope(); // [B, T, D]
    }

    private static Tensor Interpolate(Tensor grid, long rows, long columns, long side, VisionEncoderConfig config)
    {
        var mode = config.PositionResize == PositionResize.BilinearAntialias ? InterpolationMode.Bilinear : InterpolationMode.Bicubic;
        var antialias = config.PositionResize is PositionResize.BicubicAntialias or PositionResize.BilinearAntialias;
        if (config.PositionResize == PositionResize.BicubicScaleOffset || (antialias && config.PositionOffset != 0))
        {
            // The factor itself reaches the kernel: its sampling step is M/(h + offset), not M/h (DINOv2 hub).
            double[] factors = [(rows + config.PositionOffset) / side, (columns + config.PositionOffset) / side];
            return F.interpolate(grid, scale_factor: factors, mode: mode, align_corners: false, antialias: antialias); // [1, D, h, w]
        }

        return F.interpolate(grid, [rows, columns], mode: mode, align_corners: false, antialias: antialias); // [1, D, h, w]
    }
}
