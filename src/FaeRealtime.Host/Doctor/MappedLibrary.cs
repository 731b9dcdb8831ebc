namespace FaeRealtime.Host.Doctor;

/// <summary>The libraries that this process has mapped, with links followed.</summary>
internal static class MappedLibrary
{
    private const string Maps = "/proc/self/maps";

    /// <summary>The first whose file name begins so; null for none, or where the system does not tell.</summary>
    public static string? Named(params string[] beginnings) => !File.Exists(Maps) ? null : File.ReadLines(Maps)
        .Select(line => line.IndexOf('/', StringComparison.Ordinal) is var start and >= 0 ? line[start..] : string.Empty)
        .FirstOrDefault(path => beginnings.Any(beginning => Path.GetFileName(path).StartsWith(beginning, StringComparison.Ordinal)));
}
