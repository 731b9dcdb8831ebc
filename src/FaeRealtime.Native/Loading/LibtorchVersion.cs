namespace TorchSharp.Native;

/// <summary>What the files beside a mapped libtorch say about it.</summary>
internal static class LibtorchVersion
{
    /// <summary>The version of the libtorch that <paramref name="library"/> belongs to, or null where no file tells.</summary>
    internal static string? Beside(string library)
    {
        string? root = Path.GetDirectoryName(Path.GetDirectoryName(library));
        if (root is null)
        {
            return null;
        }
        string archive = Path.Combine(root, "build-version");
        if (File.Exists(archive))
        {
            return File.ReadAllText(archive).Trim();
        }
        string package = Path.Combine(root, "version.py");
        return File.Exists(package) ? FromPython(File.ReadLines(package)) : null;
    }

    /// <summary>Major and minor: what decides about the binary interface.</summary>
    internal static string Short(string version) => string.Join('.', version.Split('.').Take(2));

    /// <summary>The folder of a library with all links followed.</summary>
    internal static string? Folder(string library)
    {
        string target = File.ResolveLinkTarget(library, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(library);
        return Path.GetDirectoryName(target);
    }

    private static string? FromPython(IEnumerable<string> lines)
    {
        string? line = lines.FirstOrDefault(text => text.StartsWith("__version__", StringComparison.Ordinal));
        return line?.Split('=')[^1].Trim().Trim('\'', '"');
    }
}
