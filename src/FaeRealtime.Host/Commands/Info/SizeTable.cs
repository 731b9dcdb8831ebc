using System.Globalization;
using FaeRealtime.Models.Sizes;
using Spectre.Console;

namespace FaeRealtime.Host.Commands.Info;

/// <summary>Prints counted networks on stdout.</summary>
internal static class SizeTable
{
    // A pipe has no width of its own; the longest row needs about this much.
    private const int PipeWidth = 120;

    /// <summary>Prints a table of parts, each with its groups where they were asked for.</summary>
    public static void Print(IReadOnlyList<PartSummary> parts)
    {
        var detailed = parts.Any(part => part.Groups is not null);
        var table = new Table().Border(TableBorder.Horizontal).AddColumn("part").AddColumn(new TableColumn("numbers").RightAligned()).AddColumn(new TableColumn("M").RightAligned());
        if (detailed)
        {
            table.AddColumn("of these");
        }

        foreach (var part in parts)
        {
            table.AddRow(Row(part.Name, part.Total, string.Empty, detailed));
            foreach (var group in part.Groups ?? [])
            {
                table.AddRow(Row($"  {group.Name}{(group.Modules > 1 ? FormattableString.Invariant($" x {group.Modules}") : string.Empty)}", group.Total, Note(group), detailed));
            }
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) });
        if (Console.IsOutputRedirected)
        {
            console.Profile.Width = PipeWidth;
        }

        console.Write(table);
    }

    /// <summary>A count to the unit and in millions.</summary>
    public static string Exact(long count) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} = {count / 1e6:0.00}M");

    private static string Note(SizeGroup group) => group.Tables == 0 ? string.Empty : group.Parameters == 0 ? "fixed position table" : "with a fixed position table";

    private static string[] Row(string name, long count, string note, bool detailed)
    {
        string[] cells = [Markup.Escape(name), count.ToString("N0", CultureInfo.InvariantCulture), (count / 1e6).ToString("0.00", CultureInfo.InvariantCulture)];
        return detailed ? [.. cells, note] : cells;
    }
}
