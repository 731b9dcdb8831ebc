using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Files;

namespace FaeRealtime.Data.Preparation.Faces;

/// <summary>Unpacks a package's archive after its digest was found right, and nothing outside the folder.</summary>
internal static class NpmTarball
{
    private const string Algorithm = "sha512-";
    private const string Root = "package/";

    // The largest package used has under 1 MB.
    private const long LargestContent = 64L << 20;

    /// <summary>Compares an archive with its pinned digest.</summary>
    /// <param name="path">A <c>.tgz</c>.</param>
    /// <param name="package">Name, version and digest.</param>
    /// <exception cref="ConfigException">It is another archive.</exception>
    public static void Verify(string path, FaceVocabulary.NpmPin package)
    {
        using var file = InputFile.Open(path);
        var found = Algorithm + Convert.ToBase64String(SHA512.HashData(file));
        if (found != package.Integrity)
        {
            throw new ConfigException(
                $"Archive '{path}' is not the pinned {package.Package}@{package.Version}: its digest is {found}, expected {package.Integrity}. "
                + "The download is broken, or the registry serves another archive: delete the file and try again.");
        }
    }

    /// <summary>Writes an archive's files.</summary>
    /// <param name="path">A <c>.tgz</c> with everything under <c>package/</c>.</param>
    /// <param name="folder">Where to; made.</param>
    /// <exception cref="ConfigException">It is damaged, too large, or has a name outside the folder or a link. Nothing was written outside the folder.</exception>
    public static void Unpack(string path, string folder)
    {
        try
        {
            using var file = InputFile.Open(path);
            using var gzip = new GZipStream(file, CompressionMode.Decompress);
            using var tar = new TarReader(gzip);
            var left = LargestContent;
            while (tar.GetNextEntry() is { } entry)
            {
                left -= Math.Max(0, entry.Length);
                if (left < 0)
                {
                    throw new ConfigException($"Archive '{path}' unpacks to more than {LargestContent >> 20} MiB: it is no avatar style.");
                }

                Write(entry, path, folder);
            }
        }
        catch (Exception failure) when (failure is InvalidDataException or EndOfStreamException or FormatException)
        {
            throw new ConfigException($"Archive '{path}' is damaged or not a .tgz: {failure.Message} Delete it and try again.", failure);
        }
    }

    private static void Write(TarEntry entry, string path, string folder)
    {
        if (entry.EntryType is TarEntryType.Directory or TarEntryType.GlobalExtendedAttributes or TarEntryType.ExtendedAttributes)
        {
            return;
        }

        var target = Path.GetFullPath(Path.Combine(folder, entry.Name.StartsWith(Root, StringComparison.Ordinal) ? entry.Name[Root.Length..] : entry.Name));
        var inside = entry.Name.StartsWith(Root, StringComparison.Ordinal) && target.StartsWith(Path.GetFullPath(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
        if (!inside || entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile))
        {
            throw new ConfigException($"Archive '{path}' has the entry '{entry.Name}' ({entry.EntryType}), which is no file inside its folder. It is not an archive of npm: do not use it.");
        }

        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        using var output = File.Create(target);
        entry.DataStream?.CopyTo(output);
    }
}
