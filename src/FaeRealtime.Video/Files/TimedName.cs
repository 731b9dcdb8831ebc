namespace FaeRealtime.Video.Files;

/// <summary>Names of files that tell when they were made.</summary>
internal static class TimedName
{
    /// <summary>A new file's name in a folder.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="ending">With its dot.</param>
    /// <param name="clock">The time of day.</param>
    /// <param name="isPromised">Names of files that are still to be written; null for none.</param>
    public static string In(string folder, string ending, TimeProvider clock, Predicate<string>? isPromised = null)
    {
        var stem = Path.Combine(folder, FormattableString.Invariant($"fae-{clock.GetLocalNow():yyyyMMdd-HHmmss}"));
        var path = stem + ending;
        for (var i = 2; File.Exists(path) || isPromised?.Invoke(path) == true; i++)
        {
            path = FormattableString.Invariant($"{stem}-{i}{ending}");
        }

        return path;
    }
}
