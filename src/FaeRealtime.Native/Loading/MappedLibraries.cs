namespace FaeRealtime.Native.Loading;

/// <summary>Which libraries a process has mapped.</summary>
public static class MappedLibraries
{
    private const string Maps = "/proc/self/maps";

    /// <summary>The distinct files of this process whose name begins with a prefix; none where the system does not tell.</summary>
    public static IReadOnlyList<string> Named(string prefix) => File.Exists(Maps) ? Named(File.ReadLines(Maps), prefix) : [];

    /// <summary>The same from the lines of a maps file: address, mode, offset, device, inode, path.</summary>
    internal static IReadOnlyList<string> Named(IEnumerable<string> lines, string prefix) =>
    [
        .. lines
            .Select(line => line.IndexOf('/', StringComparison.Ordinal) is var start and >= 0 ? line[start..] : string.Empty)
            .Where(path => Path.GetFileName(path).StartsWith(prefix, StringComparison.Ordinal))
            .Distinct(StringComparer.Ordinal),
    ];
}
