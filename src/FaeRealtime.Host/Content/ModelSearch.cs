using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;

namespace FaeRealtime.Host.Content;

/// <summary>Finds the model that made a file again, by its hash, wherever its folder lies now.</summary>
/// <param name="Hash">The model's hash, as the file says it.</param>
/// <param name="Folder">The name of its folder then; null where the file does not say.</param>
/// <param name="Name">The name in its configuration; null where the file does not say.</param>
internal sealed record ModelSearch(string Hash, string? Folder, string? Name)
{
    private const int Deepest = 3;
    private const int MostFolders = 2000;

    /// <summary>Finds it: first among folders of its folder's name and its own, then among all of the content folder, then below the current folder and the file's.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="made">How it came to be, such as <c>was recorded with</c>.</param>
    /// <param name="given">What the command line names instead; null for nothing.</param>
    /// <exception cref="ConfigException">There is none of that hash.</exception>
    public ModelFolder Find(string path, string made, string? given)
    {
        if (given is not null)
        {
            var folder = ModelFolder.Open(ContentFolder.Model(given));
            return folder.ShortHash == Hash ? folder : throw new ConfigException($"{path} {made} model '{Name ?? Folder}' of hash {Hash}, but {folder.Path} has {folder.ShortHash}. Give --model the folder of that hash.");
        }

        var others = new List<string>();
        foreach (var candidate in Candidates(path).DistinctBy(Path.GetFullPath).Where(candidate => File.Exists(Path.Combine(candidate, ModelFolder.ConfigFile))))
        {
            if (TryOpen(candidate) is not { } folder || (Name is not null && folder.Config.Name != Name))
            {
                continue;
            }

            if (folder.ShortHash is var hash && hash == Hash)
            {
                return folder;
            }

            others.AddRange(folder.Name == Folder || folder.Config.Name == Name ? [$"{folder.Path} has {hash}"] : []);
        }

        throw new ConfigException(others.Count > 0
            ? $"{path} {made} model '{Name ?? Folder}' of hash {Hash}, but {string.Join(", ", others.Take(3))}: it has changed since. Give --model the folder as it was."
            : $"{path} {made} model '{Name ?? Folder}' of hash {Hash}, which is neither in {ContentFolder.Place} nor below {Environment.CurrentDirectory}. Give --model its folder.");
    }

    private IEnumerable<string> Candidates(string path)
    {
        var beside = Path.GetDirectoryName(Path.GetFullPath(path))!;
        foreach (var root in new[] { ContentFolder.Place, Environment.CurrentDirectory, beside })
        {
            foreach (var name in new[] { Folder, Name }.OfType<string>().Where(IsName))
            {
                yield return Path.Combine(root, name);
            }
        }

        foreach (var name in ContentFolder.Models())
        {
            yield return Path.Combine(ContentFolder.Place, name);
        }

        foreach (var folder in Below(Environment.CurrentDirectory).Concat(Below(beside)))
        {
            yield return folder;
        }
    }

    // What a file says must not lead out of the folders that are searched.
    private static bool IsName(string name) => name is not ("" or "." or "..") && name.AsSpan().IndexOfAny('/', '\0') < 0;

    private static IEnumerable<string> Below(string root)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = Deepest, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.Hidden | FileAttributes.ReparsePoint };
        return Directory.EnumerateDirectories(root, "*", options).Take(MostFolders).Prepend(root);
    }

    private static ModelFolder? TryOpen(string path)
    {
        try
        {
            return ModelFolder.Open(path);
        }
        catch (ConfigException)
        {
            // A broken folder that is in the way is not the one.
            return null;
        }
    }
}
