using System.Reflection;

namespace FaeRealtime.Compat.Windowing.Tests.Surface;

/// <summary>Holds an assembly of ours against the recorded signatures of the package whose names it carries.</summary>
internal static class SurfaceComparison
{
    /// <summary>Every public type and member of <paramref name="ours"/> that the published package lacks.</summary>
    /// <param name="ours">A Compat assembly.</param>
    /// <param name="published">One or more recorded files; a package may consist of several assemblies.</param>
    /// <returns>A line each; empty where ours is a subset.</returns>
    public static IReadOnlyList<string> Extra(Assembly ours, params string[] published)
    {
        Dictionary<string, SurfaceType> known = [];
        foreach (SurfaceType type in published.SelectMany(file => PublishedSurface.Read(file).Values))
        {
            known[type.Name] = type;
        }

        List<string> extra = [];
        foreach (SurfaceType type in AssemblySurface.Read(ours))
        {
            if (!known.TryGetValue(type.Name, out SurfaceType? counterpart))
            {
                extra.Add($"type {type.Header}");
                continue;
            }

            HashSet<string> members = [.. counterpart.Members];
            extra.AddRange(type.Members.Where(member => !members.Contains(member) && !Inherited(member)).Select(member => $"{type.Name}: {member}"));
        }

        return extra;
    }

    private static bool Inherited(string member) =>
        member.StartsWith("protected override", StringComparison.Ordinal) || member.Contains("Finalize(", StringComparison.Ordinal);
}
