using System.Text.RegularExpressions;

namespace FaeRealtime.Compat.Windowing.Tests.Surface;

/// <summary>Reads the recorded signatures of a published package: a line per type, its members indented below.</summary>
internal static partial class PublishedSurface
{
    /// <summary>Reads one file of <c>../shared/api</c>.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Types by full name.</returns>
    public static IReadOnlyDictionary<string, SurfaceType> Read(string path)
    {
        Dictionary<string, SurfaceType> types = [];
        List<string> members = [];
        foreach (string line in File.ReadLines(path))
        {
            if (line.StartsWith("  ", StringComparison.Ordinal))
            {
                members.Add(line.Trim());
            }
            else if (line.Length > 0)
            {
                members = EnumMembers(line);
                string name = NameOf(line);
                types[name] = new SurfaceType(name, line, members);
            }
        }

        return types;
    }

    private static string NameOf(string header)
    {
        string declared = Declaration().Replace(header, string.Empty);
        return header.StartsWith("delegate", StringComparison.Ordinal)
            ? DelegateName().Match(declared).Groups[1].Value
            : HeaderEnd().Split(declared)[0].Trim();
    }

    private static List<string> EnumMembers(string header) => header.StartsWith("enum", StringComparison.Ordinal)
        ? [.. header[(header.IndexOf('{', StringComparison.Ordinal) + 1)..].Trim(' ', '}').Split(", ")]
        : [];

    [GeneratedRegex(@"^(?:static |abstract |sealed )*(?:class|struct|interface|enum|delegate)\s+")]
    private static partial Regex Declaration();

    [GeneratedRegex(@"([\w.]+)(?:`\d+)?\(")]
    private static partial Regex DelegateName();

    [GeneratedRegex(@" : | where | \{")]
    private static partial Regex HeaderEnd();
}
