using System.Globalization;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Files;
using FaeRealtime.Training.Recipes;

namespace FaeRealtime.Training.Runs;

/// <summary>One writer a run folder: held from before the first byte until a command's last stage has ended. Ia and Ib, which do not need each other, may have a process each; everything else has the folder alone.</summary>
/// <remarks>
/// The lock is flock(2) on <c>state/.lock-ia</c> and <c>state/.lock-ib</c>: the system frees it when its owner ends, however it ends. Who owns it is said beside, in <c>state/.owner-…</c>, since a locked file
/// cannot be opened to read; what a killed owner left there counts for nothing.
/// </remarks>
internal sealed class RunLock : IDisposable
{
    private const int OwnerLimit = 1 << 12;

    // EWOULDBLOCK, as .NET hands it on from flock.
    private const int WouldBlock = 11;

    private readonly List<(FileStream File, string Owner)> _held = [];
    private readonly Stack<string> _madeFolders = [];
    private readonly List<string> _madeFiles = [];
    private bool _kept;

    private RunLock()
    {
    }

    /// <summary>Takes a run folder for stages, making it where it is absent.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="stages">What will be trained; none for what else writes into a run.</param>
    /// <param name="clock">Since when.</param>
    /// <returns>The lock. Until <see cref="Keep"/> it takes back, when it is disposed, what it made.</returns>
    /// <exception cref="ConfigException">Another process has it, or the folder cannot be written.</exception>
    public static RunLock Take(RunFolder folder, IReadOnlyList<StageKind> stages, TimeProvider clock)
    {
        var taken = new RunLock();
        try
        {
            taken.Make(folder);
            var work = stages.Count == 0 ? "samples" : string.Join(", ", stages.Select(RunFolder.Name));
            var owner = string.Create(CultureInfo.InvariantCulture, $"process {Environment.ProcessId} on {Environment.MachineName}, stage {work}, since {clock.GetUtcNow():yyyy-MM-ddTHH:mm:ssZ}");
            foreach (var half in Halves(stages))
            {
                taken.Hold(folder, half, owner);
            }

            return taken;
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    }

    /// <summary>What was made stays: from here on there is a run.</summary>
    public void Keep() => _kept = true;

    public void Dispose()
    {
        foreach (var (file, owner) in _held)
        {
            File.Delete(owner);
            if (!_kept && _madeFiles.Contains(file.Name))
            {
                File.Delete(file.Name);
            }

            file.Dispose();
        }

        _held.Clear();
        while (!_kept && _madeFolders.TryPop(out var made) && Directory.Exists(made) && !Directory.EnumerateFileSystemEntries(made).Any())
        {
            Directory.Delete(made);
        }
    }

    /// <summary>The refusal of a folder that cannot be made or written.</summary>
    public static ConfigException Unwritable(string runPath, Exception failure) =>
        new($"Run folder '{runPath}' cannot be made or written: {failure.Message} Choose another folder, or change its permissions.", failure);

    private static IEnumerable<string> Halves(IReadOnlyList<StageKind> stages) => stages switch
    {
        [StageKind.Ia] => ["ia"],
        [StageKind.Ib] => ["ib"],
        _ => ["ia", "ib"],
    };

    private void Make(RunFolder folder)
    {
        var missing = new Stack<string>();
        for (var path = Path.GetFullPath(folder.StateFolder); path is not null && !Directory.Exists(path); path = Path.GetDirectoryName(path))
        {
            missing.Push(path);
        }

        try
        {
            Directory.CreateDirectory(folder.StateFolder);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(folder.Path, failure);
        }
        finally
        {
            while (missing.TryPop(out var path))
            {
                _madeFolders.Push(path);
            }
        }
    }

    private void Hold(RunFolder folder, string half, string text)
    {
        var path = Path.GetFullPath(Path.Combine(folder.StateFolder, $".lock-{half}"));
        var owner = Path.Combine(folder.StateFolder, $".owner-{half}");
        var isNew = !File.Exists(path);
        var file = Open(folder, path, owner);
        while (!File.Exists(path))
        {
            // A refused run took its file back in between: a lock on it would be nobody's.
            file.Dispose();
            file = Open(folder, path, owner);
        }

        if (isNew)
        {
            _madeFiles.Add(path);
        }

        _held.Add((file, owner));
        AtomicFile.WriteBytes(owner, System.Text.Encoding.UTF8.GetBytes(text + "\n"));
    }

    private static FileStream Open(RunFolder folder, string path, string owner)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException failure) when (failure.HResult == WouldBlock)
        {
            throw new ConfigException($"Run folder '{folder.Path}' is in use: {Read(owner)}. Wait for it or end it, or choose another folder; nothing was overwritten.", failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(folder.Path, failure);
        }
    }

    private static string Read(string owner)
    {
        try
        {
            var text = InputFile.ReadText(owner, OwnerLimit).Trim();
            return text.Length == 0 || text.Any(char.IsControl) ? "another process" : text;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return "another process";
        }
    }
}
