using System.Collections.Concurrent;
using FaeRealtime.Core.Folders;
using FaeRealtime.Engines;
using FaeRealtime.Host.Content;

namespace FaeRealtime.Host.Window;

/// <summary>The models that a window may be told to show: those of the content folder and of the command line by name, for everyone, and folders that were dropped on the window, which a page cannot name first.</summary>
/// <param name="engine">The engine of the first model, whose kind and threads the others take.</param>
/// <param name="folders">As in <see cref="ModelChoice"/>.</param>
internal sealed class WindowModels(FrameEngineOptions engine, IReadOnlyList<string> folders)
{
    private readonly ConcurrentDictionary<string, FrameEngineOptions> _dropped = new(StringComparer.Ordinal);
    private readonly ModelChoice _named = new(engine, folders);

    /// <summary>Lets a folder be shown.</summary>
    /// <returns>The name that the session's parameters call it, and the model's own.</returns>
    /// <exception cref="Core.Errors.FaeException">It is no model folder.</exception>
    public (string Path, string Name) Allow(string path)
    {
        var folder = ModelFolder.Open(path);
        var full = System.IO.Path.GetFullPath(path);
        _dropped[full] = engine.For(folder);
        return (full, folder.Config.Name);
    }

    /// <summary>Opens one.</summary>
    /// <exception cref="Core.Errors.FaeException">There is none of that name, or it cannot be opened.</exception>
    public IFrameEngine Open(string name) => _dropped.TryGetValue(name, out var dropped) ? dropped.Open() : _named.Open(name);

    /// <summary>The folder of one.</summary>
    /// <param name="name">What the parameters call it; empty for the first.</param>
    /// <exception cref="Core.Errors.FaeException">There is none of that name, or its folder is gone.</exception>
    public ModelFolder FolderOf(string name) => name.Length == 0 ? engine.Folder
        : _dropped.TryGetValue(name, out var dropped) ? dropped.Folder
        : _named.FolderOf(name);
}
