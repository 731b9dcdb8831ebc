using FaeRealtime.Core.Positions;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Layers;

/// <summary>The fixed two-dimensional position table of MAE, DiT, SiT and LightningDiT.</summary>
internal static class SinCosPositions
{
    /// <summary>The table of a square grid: the first half of a row encodes its column, the second its row, each as [sin(p·ω), cos(p·ω)] with ω_k = 10000^(−k/(D/4)).</summary>
    /// <param name="width">Token width D, a multiple of 4.</param>
    /// <param name="side">Rows and columns of the grid.</param>
    /// <param name="device">Where the table lies.</param>
    /// <param name="classRow">Whether a row of zeros for a class token comes first.</param>
    /// <returns><c>[1, side², D]</c>, or <c>[1, 1 + side², D]</c>; float32.</returns>
    public static Tensor Table(int width, int side, Device? device, bool classRow = false) =>
        tensor(SinCosGrid.Table(width, side, classRow), [1, (classRow ? 1 : 0) + (side * side), width], device: device); // [1, T, D]
}
