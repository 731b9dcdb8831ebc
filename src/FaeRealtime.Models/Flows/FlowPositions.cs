using static TorchSharp.torch;

namespace FaeRealtime.Models.Flows;

/// <summary>STARFlow's rotary positions: row and column, scaled so that every grid spans the same, and beside words a third axis that only they move along.</summary>
/// <remarks>
/// Pairs of a head: d/2 turn with the row, d/2 with the column, ω_i = 10000^(−2i/d), and 8 with a word's place, ω_k = 10000^(−k/8); d is Dh/2 − 8, or Dh/2 in a flow without words. Words stand at (0, 0, place).
/// A block that reads backwards does not turn the places round: they are those of the sequence.
/// </remarks>
internal static class FlowPositions
{
    private const int TextPairs = 8;
    private const double Base = 10000;

    /// <summary>The rotation of a sequence of words and patches.</summary>
    /// <param name="headWidth">Head width Dh.</param>
    /// <param name="rows">Rows h of patches.</param>
    /// <param name="columns">Columns w of patches.</param>
    /// <param name="side">What √(h·w) is scaled to.</param>
    /// <param name="words">Words before the patches; null in a flow that never has any.</param>
    /// <param name="device">Where it shall lie.</param>
    /// <returns><c>[words + h·w, Dh/2]</c>, complex; the caller disposes.</returns>
    public static Tensor Rotation(int headWidth, long rows, long columns, double side, long? words, Device device)
    {
        using var scope = NewDisposeScope();
        var (pairs, before) = (headWidth / 2, words ?? 0);
        var axis = pairs - (words is null ? 0 : TextPairs);
        var step = side / Math.Sqrt(rows * columns);
        var angles = new float[(before + (rows * columns)) * pairs];
        for (long token = 0; token < before + (rows * columns); token++)
        {
            var patch = token - before;
            var (row, column, word) = patch < 0 ? (0, 0, token * side / before) : (patch / columns * step, patch % columns * step, 0.0);
            var target = angles.AsSpan((int)(token * pairs), pairs);
            for (var i = 0; i < axis / 2; i++)
            {
                var frequency = Math.Pow(Base, -2.0 * i / axis);
                (target[i], target[(axis / 2) + i]) = ((float)(row * frequency), (float)(column * frequency));
            }

            for (var k = axis; k < pairs; k++)
            {
                target[k] = (float)(word * Math.Pow(Base, -(k - axis) / (double)TextPairs));
            }
        }

        var turned = tensor(angles, [before + (rows * columns), pairs], device: device); // [words + h·w, Dh/2]
        return complex(turned.cos(), turned.sin()).MoveToOuterDisposeScope();
    }
}
