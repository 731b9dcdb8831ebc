using System.Globalization;
using FaeRealtime.Data.Loading;

namespace FaeRealtime.Host.Commands.Data;

/// <summary>A data set in words.</summary>
internal static class DatasetText
{
    private const int ShownClasses = 20;
    private const int ShownSizes = 5;

    public static void Print(DatasetSummary summary, TextWriter output)
    {
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{summary.Path}: {summary.Train} pictures to train on, {summary.HeldOut} held out, {summary.Classes.Count} classes, {summary.Bytes / 1048576.0:f1} MiB"));
        var sizes = summary.Sizes.Take(ShownSizes).Select(size => string.Create(CultureInfo.InvariantCulture, $"{size.Width}x{size.Height} ({size.Count})"));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"sizes of {summary.Sizes.Sum(size => size.Count)} of them: {string.Join(", ", sizes)}{(summary.Sizes.Count > ShownSizes ? $" and {summary.Sizes.Count - ShownSizes} others" : string.Empty)}"));
        foreach (var one in summary.Classes.Take(ShownClasses))
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {one.Name}: {one.Train} + {one.HeldOut}"));
        }

        if (summary.Classes.Count > ShownClasses)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  and {summary.Classes.Count - ShownClasses} other classes"));
        }
    }
}
