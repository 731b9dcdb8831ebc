using FaeRealtime.Core.Errors;
using FaeRealtime.Data.Accounts;
using FaeRealtime.Data.Sources.Names;

namespace FaeRealtime.Data.Sources;

/// <summary>Everything below a folder: regular files that may be used, and what is passed over. Each real folder is visited once, real ones before those that links lead to.</summary>
internal sealed class FolderWalk
{
    private readonly string _root;
    private readonly HashSet<string> _above;
    private readonly List<string> _files = [];
    private readonly HashSet<string> _visited = [];
    private readonly Queue<string> _links = [];

    private FolderWalk(string root)
    {
        _root = root;
        var place = Path.GetFullPath(root);
        _above = [.. Upwards(place), .. Upwards(new DirectoryInfo(place).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? place)];
    }

    /// <summary>Files relative to the folder, with forward slashes, in ordinal order.</summary>
    public IReadOnlyList<string> Files => _files;

    /// <summary>What was passed over.</summary>
    public IgnoredTally Ignored { get; } = new();

    /// <summary>Files and repeated folders that were come upon, each once.</summary>
    public int Found { get; private set; }

    /// <summary>Walks.</summary>
    /// <exception cref="ConfigException">A folder may not be listed.</exception>
    public static FolderWalk Of(string root)
    {
        var walk = new FolderWalk(root);
        walk.Enter(string.Empty);
        while (walk._links.TryDequeue(out var link))
        {
            if (walk.HoldsRoot(link))
            {
                walk.Pass(IgnoredReason.RepeatedFolder, link);
            }
            else
            {
                walk.Enter(link);
            }
        }

        walk._files.Sort(StringComparer.Ordinal);
        return walk;
    }

    private void Enter(string folder)
    {
        var place = Path.Combine(_root, folder);
        if (FileNode.Of(place) is not { } node)
        {
            Pass(IgnoredReason.Unreadable, folder);
        }
        else if (_visited.Add(node.Identity))
        {
            foreach (var item in Items(place))
            {
                Meet(item, folder.Length == 0 ? item.Name : $"{folder}/{item.Name}");
            }
        }
        else
        {
            Pass(IgnoredReason.RepeatedFolder, folder);
        }
    }

    private void Meet(FileSystemInfo item, string name)
    {
        var isFolder = item.Attributes.HasFlag(FileAttributes.Directory);
        if (SystemNames.Hides(item.Name))
        {
            Hide(item, isFolder, name);
        }
        else if (isFolder && item.LinkTarget is not null)
        {
            _links.Enqueue(name);
        }
        else if (isFolder)
        {
            Enter(name);
        }
        else if (FileNode.Of(item.FullName) is { IsRegular: true })
        {
            Found++;
            _files.Add(name);
        }
        else
        {
            Pass(IgnoredReason.Unreadable, name);
        }
    }

    // What a hidden folder holds is counted, too; links in it are not followed.
    private void Hide(FileSystemInfo item, bool isFolder, string name)
    {
        if (!isFolder || item.LinkTarget is not null)
        {
            Pass(IgnoredReason.HiddenName, name);
            return;
        }

        try
        {
            foreach (var inside in Items(item.FullName))
            {
                Hide(inside, inside.Attributes.HasFlag(FileAttributes.Directory), $"{name}/{inside.Name}");
            }
        }
        catch (ConfigException)
        {
            // lost+found belongs to root: it counts as one.
            Pass(IgnoredReason.HiddenName, name);
        }
    }

    private void Pass(IgnoredReason reason, string name)
    {
        Found++;
        Ignored.Add(reason, name);
    }

    private static FileSystemInfo[] Items(string place)
    {
        try
        {
            return [.. new DirectoryInfo(place).EnumerateFileSystemInfos().OrderBy(item => item.Name, StringComparer.Ordinal)];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ConfigException($"Folder '{place}' cannot be listed: {failure.Message} Make it readable, or move it out of the data set.", failure);
        }
    }

    // Such a link would take in what lies beside the data set.
    private bool HoldsRoot(string link) => FileNode.Of(Path.Combine(_root, link)) is { } node && _above.Contains(node.Identity);

    private static IEnumerable<string> Upwards(string place)
    {
        for (var folder = new DirectoryInfo(place); folder is not null; folder = folder.Parent)
        {
            if (FileNode.Of(folder.FullName) is { } node)
            {
                yield return node.Identity;
            }
        }
    }
}
