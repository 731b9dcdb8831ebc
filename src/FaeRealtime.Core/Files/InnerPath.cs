using FaeRealtime.Core.Errors;

namespace FaeRealtime.Core.Files;

/// <summary>The one door for names that come out of a file (an archive's entries, a manifest's lines): what they name lies inside a folder, or they are refused.</summary>
/// <remarks>
/// A name is checked as text before anything of the file system is asked: segments between single slashes, none of them empty, <c>.</c> or <c>..</c>, no backslash, colon at the second place (a drive) or control
/// character, lengths as file systems have them. Then the whole path is compared with the folder's. To write, no folder on the way may be a link, since a link that an earlier entry or another hand made leads out.
/// </remarks>
public static class InnerPath
{
    private const int LongestName = 255;
    private const int LongestPath = 4096;

    /// <summary>Whether a name can name something inside a folder.</summary>
    public static bool IsPlain(string name) =>
        name.Length is > 0 and <= LongestPath && !name.Any(c => char.IsControl(c) || c is '\\' or '\uFFFD') && !(name.Length > 1 && name[1] == ':') && name.Split('/').All(IsSegment);

    /// <summary>The place of a name, to read from. Links inside the folder are its owner's and are followed.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="name">As the file gives it, with forward slashes.</param>
    /// <param name="source">The file, for the message.</param>
    /// <exception cref="ConfigException">The name is none, or leads out of the folder.</exception>
    public static string Of(string folder, string name, string source)
    {
        var root = Path.GetFullPath(folder);
        var place = IsPlain(name) ? Path.GetFullPath(Path.Combine(root, name)) : string.Empty;
        return place.StartsWith(Path.TrimEndingDirectorySeparator(root) + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? place
            : throw new ConfigException($"{source} has the name '{Shortened.Text(name)}', which is no file inside its folder: do not use it, or write the name relative to the folder, with forward slashes.");
    }

    /// <summary>The place of a name, to write to; the folders on the way are made.</summary>
    /// <param name="folder">The folder; made where it is absent. It may itself be a link: its owner named it.</param>
    /// <param name="name">As the file gives it.</param>
    /// <param name="source">The file, for the message.</param>
    /// <exception cref="ConfigException">As in <see cref="Of"/>, or a folder on the way is a link.</exception>
    public static string ForWriting(string folder, string name, string source)
    {
        var place = Of(folder, name, source);
        var on = Path.GetFullPath(folder);
        Directory.CreateDirectory(on);
        foreach (var segment in name.Split('/')[..^1])
        {
            on = Path.Combine(on, segment);
            if (new FileInfo(on).LinkTarget is not null)
            {
                throw new ConfigException($"{source} has the name '{Shortened.Text(name)}', and {on} is a link: nothing is written through it. Remove the link, or give another folder.");
            }

            Directory.CreateDirectory(on);
        }

        return place;
    }

    private static bool IsSegment(string segment) => segment is not ("" or "." or "..") && System.Text.Encoding.UTF8.GetByteCount(segment) <= LongestName;
}
