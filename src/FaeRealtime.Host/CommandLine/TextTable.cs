using System.Globalization;

namespace FaeRealtime.Host.CommandLine;

/// <summary>Columns of text for stdout: the first to the left, numbers to the right.</summary>
/// <param name="heads">Their heads.</param>
internal sealed class TextTable(params string[] heads)
{
    private readonly List<string[]> _rows = [heads];

    public void Add(params string[] cells) => _rows.Add(cells);

    /// <summary>A number with so many digits, or a dash.</summary>
    public static string Number(double? value, string format = "0.000") => value is { } number ? number.ToString(format, CultureInfo.InvariantCulture) : "-";

    public void Print(TextWriter output)
    {
        int[] widths = [.. Enumerable.Range(0, heads.Length).Select(column => _rows.Max(row => row[column].Length))];
        foreach (var row in _rows)
        {
            output.WriteLine($"  {row[0].PadRight(widths[0])}{string.Concat(row.Skip(1).Select((cell, i) => $"  {cell.PadLeft(widths[i + 1])}"))}");
        }
    }
}
