using System.Globalization;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Live.Parameters;

/// <summary>Which places of the picture are made anew while the rest stays, as text: a digit 0 to f for each place of a square grid, row by row from the top, f for all anew; empty for no such mask.</summary>
public static class PaintMask
{
    /// <summary>Most places along a side.</summary>
    public const int LargestSide = 64;

    private const float Most = 15f;

    /// <summary>What is wrong with a mask; null where nothing is.</summary>
    /// <param name="text">The mask.</param>
    public static string? Problem(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var side = Side(text);
        return side * side == text.Length && side <= LargestSide && text.All(char.IsAsciiHexDigit)
            ? null
            : $"it has {text.Length} characters; give a digit 0 to f for each place of a square grid, such as 64 of them for 8 x 8, {LargestSide} x {LargestSide} at most, or nothing.";
    }

    /// <summary>The mask that a picture is: white for anew, black for what stays.</summary>
    /// <param name="rgb"><c>[side, side, 3]</c>, a pixel a place.</param>
    public static string OfImage(ReadOnlySpan<byte> rgb)
    {
        var text = new char[rgb.Length / 3];
        for (var i = 0; i < text.Length; i++)
        {
            // The mean of its colours, 17 levels a digit.
            text[i] = "0123456789abcdef"[(rgb[3 * i] + rgb[(3 * i) + 1] + rgb[(3 * i) + 2]) / (3 * 17)];
        }

        return new string(text);
    }

    /// <summary>How much each place of a latent is made anew.</summary>
    /// <param name="text">The mask, not empty.</param>
    /// <param name="side">Places along a side of the latent.</param>
    /// <returns><c>[side · side]</c>, 0 to 1: each place has the mean of what the mask says over its square.</returns>
    /// <exception cref="ConfigException">It is no mask.</exception>
    public static float[] Weights(string text, int side)
    {
        if (text.Length == 0 || Problem(text) is not null)
        {
            throw new ConfigException($"This is no mask: {Problem(text) ?? "it is empty."}");
        }

        var from = Side(text);
        var weights = new float[side * side];
        for (var y = 0; y < side; y++)
        {
            for (var x = 0; x < side; x++)
            {
                weights[(y * side) + x] = Mean(text, from, x, y, side);
            }
        }

        return weights;
    }

    // The part of each of the mask's places that lies under the latent's, in units of 1/(from · side).
    private static float Mean(string text, int from, int x, int y, int side)
    {
        var sum = 0f;
        for (var row = y * from / side; row * side < (y + 1) * from; row++)
        {
            for (var column = x * from / side; column * side < (x + 1) * from; column++)
            {
                sum += Overlap(row, y, from, side) * Overlap(column, x, from, side) * int.Parse(text.AsSpan((row * from) + column, 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            }
        }

        return sum / (Most * from * from);
    }

    private static int Overlap(int mine, int other, int from, int side) => Math.Min((mine + 1) * side, (other + 1) * from) - Math.Max(mine * side, other * from);

    private static int Side(string text) => (int)Math.Round(Math.Sqrt(text.Length));
}
