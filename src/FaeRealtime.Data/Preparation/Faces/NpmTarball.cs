using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Files;

namespace FaeRealtime.Data.Preparation.Faces;

/// <summary>Unpacks a package's archive after its digest was found right, and nothing outside the folder.</summary>
internal static class NpmTarball
{
    /// <summary>Compares an archive with its pinned digest.</summary>
    /// <param name="path">A <c>.tgz</c>.</param>
    /// <param name="package">Name, version and digest.</param>
    /// <exception cref="ConfigException">It is another archive.</exception>
    public static void Verify(string path, FaceVocabulary.NpmPin package) =>
        new PackageArchive(path).Verify($"{package.Package}@{package.Version}", package.Integrity);

    /// <summary>Writes an archive's files. The largest package used has under 1 MB.</summary>
    /// <param name="path">A <c>.tgz</c> with everything under <c>package/</c>.</param>
    /// <param name="folder">Where to; made.</param>
    /// <exception cref="ConfigException">It is damaged, too large, or has a name outside the folder or a link. Nothing was written outside the folder.</exception>
    public static void Unpack(string path, string folder) => new PackageArchive(path).Read(
        static _ => true,
        (name, content) => AtomicFile.WriteBytes(InnerPath.ForWriting(folder, name, $"Archive '{path}'"), content));
}
