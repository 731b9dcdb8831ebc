using FaeRealtime.Core.Errors;
using FaeRealtime.Data.Sources;

namespace FaeRealtime.Data.Preparation.Faces;

/// <summary>Brings the pinned packages into a folder where node finds them.</summary>
internal static class FacePackages
{
    /// <summary>Fetches what is not there, compares digests, unpacks, and writes the script.</summary>
    /// <param name="catalogue">Which packages.</param>
    /// <param name="archives">A folder of archives; null fetches them with npm.</param>
    /// <param name="folder">Work folder; made.</param>
    /// <param name="progress">Told about every package; may be null.</param>
    /// <param name="cancellationToken">Ends npm.</param>
    /// <returns>The script's path.</returns>
    /// <exception cref="ConfigException">npm, the network or an archive failed.</exception>
    public static async Task<string> InstallAsync(
        FaceCatalogue catalogue, string? archives, string folder, IProgress<PreparationProgress>? progress, CancellationToken cancellationToken)
    {
        FaceVocabulary.NpmPin[] packages = [.. catalogue.Packages];
        for (var i = 0; i < packages.Length; i++)
        {
            progress?.Report(new PreparationProgress(archives is null ? $"npm pack {packages[i].Package}@{packages[i].Version}" : "reading the archives", i, packages.Length));
            var archive = archives is null ? await FetchAsync(packages[i], folder, cancellationToken).ConfigureAwait(false) : Local(packages[i], archives);
            NpmTarball.Verify(archive, packages[i]);
            NpmTarball.Unpack(archive, Path.Combine(folder, "node_modules", packages[i].Package));
        }

        var script = Path.Combine(folder, FaceAssets.Script);
        await File.WriteAllBytesAsync(script, FaceAssets.Read(FaceAssets.Script), cancellationToken).ConfigureAwait(false);
        return script;
    }

    private static async Task<string> FetchAsync(FaceVocabulary.NpmPin package, string folder, CancellationToken cancellationToken)
    {
        var kept = Path.Combine(folder, "archives", FileName(package));
        if (File.Exists(kept))
        {
            return kept;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(kept)!);
        var scratch = Directory.CreateDirectory(Path.Combine(folder, "fetch"));
        try
        {
            var fetched = await NpmPackage.PackAsync($"{package.Package}@{package.Version}", scratch.FullName, cancellationToken).ConfigureAwait(false);
            NpmTarball.Verify(fetched, package);
            File.Move(fetched, kept);
            return kept;
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    private static string Local(FaceVocabulary.NpmPin package, string archives)
    {
        var path = Path.Combine(archives, FileName(package));
        return File.Exists(path)
            ? path
            : throw new ConfigException($"Archive '{path}' does not exist. Put what 'npm pack {package.Package}@{package.Version}' writes into that folder, or name no folder to let npm fetch it.") { Subject = "Archive" };
    }

    // As npm pack names it: @dicebear/core 9.4.3 is dicebear-core-9.4.3.tgz.
    private static string FileName(FaceVocabulary.NpmPin package) => $"{package.Package.TrimStart('@').Replace('/', '-')}-{package.Version}.tgz";
}
