using FaeRealtime.Core.Errors;

namespace FaeRealtime.Video.Files;

/// <summary>What was recorded and saved through the server since it started, for users with a browser and without access to its disk: these files by name, and no other. From any thread.</summary>
public sealed class MadeFiles
{
    private const int MostListed = 20;

    private readonly Lock _gate = new();
    private readonly List<string> _paths = [];

    /// <summary>Names of those that are whole, the newest first.</summary>
    public IReadOnlyList<string> Names
    {
        get
        {
            lock (_gate)
            {
                return [.. _paths.AsEnumerable().Reverse().Where(File.Exists).Take(MostListed).Select(path => Path.GetFileName(path))];
            }
        }
    }

    /// <summary>Remembers a file that is being written or was; it counts from when it stands under its name, which videos do when they are whole.</summary>
    public void Add(string path)
    {
        lock (_gate)
        {
            _paths.Add(path);
        }
    }

    /// <summary>The path of a file.</summary>
    /// <exception cref="ConfigException">It was not made here, or is not whole.</exception>
    public string Find(string name)
    {
        lock (_gate)
        {
            return _paths.LastOrDefault(path => Path.GetFileName(path) == name && File.Exists(path))
                ?? throw new ConfigException($"There is no file '{Shortened.Text(name)}' that was made since the server started. /api/v1/files lists them.");
        }
    }
}
