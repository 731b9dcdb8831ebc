namespace FaeRealtime.Host.Doctor;

/// <summary>The libraries that this process has mapped, with links followed.</summary>
internal static class MappedLibrary
{
    private const string Maps = "/proc/self/maps";

    /// <summary>The first whose file name begins so; null for none, or where the system does not tell.</summary>
    public static string? Named(params string[] beginnings) => !File.Exists(Maps) ? null : File.ReadLines(Maps)
        .Select(line => line.IndexOf('/', StringComparison.Ordinal) is var start and >= 0 ? line[start..] : string.Empty)
        .FirstOrDefault(path => beginnings.Any(beginning => Path.GetFileName(path).StartsWith(beginning, StringComparison.Ordinal)));

    /// <summary>The version at the end of a file name, such as 1.13.0 of libtorch_cpu.so.1.13.0; empty where it has none.</summary>
    public static string Version(string path)
    {
        var name = Path.GetFileName(path);
        var end = name.IndexOf(".so.", StringComparison.Ordinal);
        return end < 0 ? string.Empty : name[(end + 4)..];
    }
}
