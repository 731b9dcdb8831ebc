namespace FaeRealtime.Data.Sources.Names;

/// <summary>What a file's path and a list's spelling of it have in common.</summary>
internal static class PathKey
{
    /// <summary>Forward slashes, no <c>./</c> in front, normal form C.</summary>
    public static string Of(string path)
    {
        var slashed = path.Replace('\\', '/');
        while (slashed.StartsWith("./", StringComparison.Ordinal))
        {
            slashed = slashed[2..];
        }

        return ComposedText.Of(slashed);
    }
}
