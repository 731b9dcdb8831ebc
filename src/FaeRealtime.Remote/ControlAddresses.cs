using System.Globalization;
using FaeRealtime.Remote.Osc;

namespace FaeRealtime.Remote;

/// <summary>Every address that a controller may send to, as a table for people; the page shows the same.</summary>
public static class ControlAddresses
{
    /// <summary>Writes the table: address, types, range, meaning.</summary>
    /// <param name="output">Receives it. Borrowed.</param>
    public static void Print(TextWriter output)
    {
        var rows = OscTable.Targets.Select(target => (target.Address, target.Types, Range: Range(target), target.Description)).ToArray();
        var (first, second, third) = (rows.Max(row => row.Address.Length), rows.Max(row => row.Types.Length), rows.Max(row => row.Range.Length));
        foreach (var (address, types, range, description) in rows)
        {
            output.WriteLine($"{address.PadRight(first)}  {types.PadRight(second)}  {range.PadRight(third)}  {description}");
        }
    }

    private static string Range(OscTarget target) => target.Choices is { } choices ? string.Join(", ", choices)
        : target is { Minimum: { } minimum, Maximum: { } maximum } ? string.Create(CultureInfo.InvariantCulture, $"{minimum} to {maximum} {target.Unit}").TrimEnd()
        : string.Empty;
}
