using FaeRealtime.Core.Errors;
using FaeRealtime.Video.Files;
using FaeRealtime.Video.Formats;

namespace FaeRealtime.Video.Recording;

/// <summary>The videos, pictures and sets of one folder, for users with a browser and without access to its disk: what was made just now and what lies there already, and nothing else. From any thread.</summary>
/// <param name="folder">The folder; it need not exist.</param>
public sealed class MadeFiles(string folder)
{
    private const int MostListed = 200;
    private const string Sets = ".json";

    // What is listed twice a second for every browser is looked up less often.
    private static readonly TimeSpan Freshness = TimeSpan.FromMilliseconds(400);

    private readonly Lock _gate = new();
    private IReadOnlyList<string> _names = [];
    private long _read;

    /// <summary>Names of those that are whole, the newest first; 200 at most.</summary>
    public IReadOnlyList<string> Names
    {
        get
        {
            lock (_gate)
            {
                if (_read == 0 || TimeProvider.System.GetElapsedTime(_read) > Freshness)
                {
                    (_names, _read) = (Read(), TimeProvider.System.GetTimestamp());
                }

                return _names;
            }
        }
    }

    /// <summary>Says that there is a new file.</summary>
    public void Refresh()
    {
        lock (_gate)
        {
            _read = 0;
        }
    }

    /// <summary>The path of a file.</summary>
    /// <exception cref="ConfigException">There is none, or it is none of the kinds that this program writes.</exception>
    public string Find(string name)
    {
        var path = Path.Combine(folder, name);
        return name == Path.GetFileName(name) && IsOne(new FileInfo(path))
            ? path
            : throw new ConfigException($"There is no file '{Shortened.Text(name)}'. /api/v1/files lists those that there are.") { IsMissing = true };
    }

    private List<string> Read()
    {
        try
        {
            return [.. new DirectoryInfo(folder).EnumerateFiles().Where(IsOne).OrderByDescending(file => file.LastWriteTimeUtc).Take(MostListed).Select(file => file.Name)];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Not made yet, or not readable: it offers none.
            return [];
        }
    }

    // Links lead elsewhere, pipes nowhere, and hidden files are nobody's business; files in the making are hidden.
    private static bool IsOne(FileInfo file) =>
        !file.Name.StartsWith('.')
        && (file.Extension == Sets || VideoFormats.MediaTypeOf(file.Name) is not null)
        && file is { Exists: true, LinkTarget: null }
        && FilePlaces.Of(file.FullName) == FilePlace.File;
}
