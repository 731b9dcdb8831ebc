using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;

namespace FaeRealtime.Host.Content;

/// <summary>Finds the model that made a file again: by its hash, wherever its folder lies now; else by its folder's name, else by its own.</summary>
/// <param name="Hash">The model's hash, as the file says it.</param>
/// <param name="Folder">The name of its folder then; null where the file does not say.</param>
/// <param name="Name">The name in its configuration; null where the file does not say.</param>
internal sealed record ModelSearch(string Hash, string? Folder, string? Name)
{
    private const int Deepest = 3;
    private const int MostFolders = 2000;

    private string Called => $"model '{Name ?? Folder}' of hash {Hash}";

    /// <summary>Finds it, or what has its name now: a model that was trained further plays what was recorded with it, and a line on stderr says that the picture may differ.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="made">How it came to be, such as <c>was recorded with</c>.</param>
    /// <param name="given">What the command line names instead; null for nothing.</param>
    /// <exception cref="ConfigException">There is none of that hash, folder or name.</exception>
    public ModelFolder Find(string path, string made, string? given)
    {
        var (folder, others) = given is null ? Search(path) : Given(given);
        if (folder is not null)
        {
            return folder;
        }

        if (others is not [var (other, hash), ..])
        {
            throw Missing(path, made);
        }

        Console.Error.WriteLine($"fae: {Shortened.Printable($"{path} {made} {Called}; {other.Path}, which is taken in its place, has {hash}: the picture may differ.")}");
        return other;
    }

    /// <summary>Finds it, and nothing else: for what must be equal to the bit.</summary>
    /// <inheritdoc cref="Find"/>
    public ModelFolder FindSame(string path, string made, string? given)
    {
        var (folder, others) = given is null ? Search(path) : Given(given);
        return folder ?? throw (others.Count > 0
            ? new ConfigException($"{path} {made} {Called}, but {string.Join(", ", others.Take(3).Select(one => $"{one.Folder.Path} has {one.Hash}"))}. Give --model the folder of that hash.")
            : Missing(path, made));
    }

    private ConfigException Missing(string path, string made) =>
        new($"{path} {made} {Called}, which is neither in {ContentFolder.Place} nor below {Environment.CurrentDirectory}. Give --model its folder.");

    private (ModelFolder? Folder, IReadOnlyList<(ModelFolder Folder, string Hash)> Others) Given(string given)
    {
        var folder = ModelFolder.Open(ContentFolder.Model(given));
        return folder.ShortHash is var hash && hash == Hash ? (folder, []) : (null, [(folder, hash)]);
    }

    // The others in the order in which they may stand in.
    private (ModelFolder? Folder, IReadOnlyList<(ModelFolder Folder, string Hash)> Others) Search(string path)
    {
        var (sameFolder, sameName) = (new List<(ModelFolder, string)>(), new List<(ModelFolder, string)>());
        foreach (var candidate in Candidates(path).DistinctBy(Path.GetFullPath).Where(candidate => File.Exists(Path.Combine(candidate, ModelFolder.ConfigFile))))
        {
            if (TryOpen(candidate) is not var (folder, hash))
            {
                continue;
            }

            if (hash == Hash)
            {
                return (folder, []);
            }

            if (folder.Name == Folder)
            {
                sameFolder.Add((folder, hash));
            }
            else if (folder.Config.Name == Name)
            {
                sameName.Add((folder, hash));
            }
        }

        return (null, [.. sameFolder, .. sameName]);
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

    private (ModelFolder Folder, string Hash)? TryOpen(string path)
    {
        try
        {
            // The name is in what is hashed, and a big model takes its time.
            var folder = ModelFolder.Open(path);
            return Name is null || folder.Config.Name == Name || folder.Name == Folder ? (folder, folder.ShortHash) : null;
        }
        catch (ConfigException)
        {
            // A broken folder that is in the way is not the one.
            return null;
        }
    }
}
