namespace FaeRealtime.Data.Sources.Names;

/// <summary>Names that file managers, archivers and notebooks leave behind, and hidden ones.</summary>
internal static class SystemNames
{
    private const string PaxFolder = "PaxHeader";

    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        "@eaDir", "__MACOSX", "Thumbs.db", "ehthumbs.db", "desktop.ini", "lost+found", "$RECYCLE.BIN", "System Volume Information",
    };

    /// <summary>Whether one part of a path is such a name.</summary>
    public static bool Hides(string name) =>
        (name.StartsWith('.') && name is not ("." or "..")) || Names.Contains(name)
        || name == PaxFolder || name == "PaxHeaders" || name.StartsWith("PaxHeaders.", StringComparison.Ordinal) || name.StartsWith("PaxHeader.", StringComparison.Ordinal);

    /// <summary>Whether any part of a path with forward slashes is.</summary>
    public static bool HidesPath(string path) => path.Split('/').Any(Hides);
}
