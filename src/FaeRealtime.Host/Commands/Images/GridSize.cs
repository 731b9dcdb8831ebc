using System.Globalization;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Host.Commands.Images;

/// <summary>The grid of <c>--grid</c>.</summary>
/// <param name="Columns">Pictures in a row.</param>
/// <param name="Rows">Rows.</param>
internal readonly record struct GridSize(int Columns, int Rows)
{
    private const int Most = 1000;

    /// <summary>Places for pictures.</summary>
    public int Places => Columns * Rows;

    /// <summary>Reads <c>4x2</c>: columns, then rows.</summary>
    /// <exception cref="ConfigException">No such size.</exception>
    public static GridSize Parse(string text)
    {
        var sides = text.Split('x');
        return sides.Length == 2 && Side(sides[0], out var columns) && Side(sides[1], out var rows)
            ? new GridSize(columns, rows)
            : throw new ConfigException(string.Create(CultureInfo.InvariantCulture, $"--grid is '{text}'; give columns x rows, such as 4x2, each 1 to {Most}."));
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Columns}x{Rows}");

    private static bool Side(string text, out int side) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out side) && side is >= 1 and <= Most;
}
