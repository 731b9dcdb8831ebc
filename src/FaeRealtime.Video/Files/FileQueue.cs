using FaeRealtime.Core.Errors;

namespace FaeRealtime.Video.Files;

/// <summary>Writes files one after another on a thread of its own, for one that must not wait: encoding and a slow disk are longer than a frame.</summary>
/// <remarks>For one asking thread; a file that fails is told and hinders none after it.</remarks>
internal sealed class FileQueue : IDisposable
{
    /// <summary>Files that may wait.</summary>
    public const int MostFiles = 16;

    private readonly object _gate = new();
    private readonly Queue<(string Path, Action<string> Write)> _waiting = [];
    private readonly Queue<FileResult> _done = [];
    private readonly HashSet<string> _names = [];
    private Thread? _thread;
    private volatile bool _hasDone;
    private bool _ends;

    /// <summary>Whether a file of this name waits or is being written.</summary>
    public bool Holds(string path)
    {
        lock (_gate)
        {
            return _names.Contains(path);
        }
    }

    /// <summary>Asks for a file. Returns at once.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes it, on the queue's thread; what it uses is no longer changed.</param>
    /// <exception cref="ConfigException">Too many wait.</exception>
    public void Add(string path, Action<string> write)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_ends, this);
            if (_names.Count >= MostFiles)
            {
                throw new ConfigException($"{path} is not written: {MostFiles} files wait for the disk. Try again when they are saved.");
            }

            _names.Add(path);
            _waiting.Enqueue((path, write));
            Monitor.PulseAll(_gate);
            if (_thread is null)
            {
                _thread = new Thread(Run) { IsBackground = true, Name = "file writer", Priority = ThreadPriority.BelowNormal };
                _thread.Start();
            }
        }
    }

    /// <summary>What came of a file. Costs nothing while nothing did.</summary>
    /// <param name="result">The next that was not asked for yet, in order.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryTake(out FileResult result)
    {
        result = default;
        if (!_hasDone)
        {
            return false;
        }

        lock (_gate)
        {
            result = _done.Dequeue();
            _hasDone = _done.Count > 0;
            return true;
        }
    }

    /// <summary>Waits until every file is written.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _ends = true;
            Monitor.PulseAll(_gate);
        }

        _thread?.Join();
    }

    private void Run()
    {
        while (Next() is { } file)
        {
            var failure = Write(file.Path, file.Write);
            lock (_gate)
            {
                _waiting.Dequeue();
                _names.Remove(file.Path);
                _done.Enqueue(new FileResult(file.Path, failure));
                _hasDone = true;
            }
        }
    }

    private (string Path, Action<string> Write)? Next()
    {
        lock (_gate)
        {
            while (_waiting.Count == 0 && !_ends)
            {
                Monitor.Wait(_gate);
            }

            return _waiting.TryPeek(out var file) ? file : null;
        }
    }

    private static Exception? Write(string path, Action<string> write)
    {
        try
        {
            write(path);
            return null;
        }
#pragma warning disable CA1031 // A thread's top: whatever a file failed with is told, and the session goes on.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            return failure;
        }
    }
}

/// <summary>What came of a file that was to be written.</summary>
/// <param name="Path">The file.</param>
/// <param name="Failure">Why it is not there; null where it is.</param>
public readonly record struct FileResult(string Path, Exception? Failure);
