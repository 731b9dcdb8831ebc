using System.CommandLine;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Engines;

namespace FaeRealtime.Host.Content;

/// <summary>The models that a running session may be told to show, by name: those of the content folder and those in folders of the command line (<c>--models</c>). Paths are for the command line only.</summary>
/// <param name="engine">The engine of the session's first model, whose kind and threads the others take.</param>
/// <param name="folders">Model folders, or folders that models lie in, such as a training's runs.</param>
internal sealed class ModelChoice(FrameEngineOptions engine, IReadOnlyList<string> folders)
{
    // A run keeps its exports one or two folders down.
    private const int Deepest = 3;
    private const int MostFound = 256;

    /// <summary>Their names, in order; looked up anew each time, because a training adds some.</summary>
    public IReadOnlyList<string> Names => Listed(folders);

    /// <summary>The names that a session with these folders may be told.</summary>
    public static IReadOnlyList<string> Listed(IReadOnlyList<string> folders) => [.. ContentFolder.Models(), .. Found(folders).Keys];

    /// <summary>The option that names such folders.</summary>
    public static Option<string[]> Option() => new("--models")
    {
        Description = "Folders whose models may be shown, too: model folders, or those that they lie in, such as a training's runs.",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [],
    };

    /// <summary>Refuses folders that are none.</summary>
    /// <exception cref="ConfigException">One is missing, or holds no model.</exception>
    public static void Check(IReadOnlyList<string> folders)
    {
        foreach (var folder in folders)
        {
            if (!Directory.Exists(folder))
            {
                throw new ConfigException($"--models names {folder}, which is no folder. Give model folders, or folders that they lie in.");
            }
        }
    }

    /// <summary>Opens one.</summary>
    /// <exception cref="FaeException">There is none of that name, or it cannot be opened.</exception>
    public IFrameEngine Open(string name) => engine.For(FolderOf(name)).Open();

    /// <summary>The folder of one.</summary>
    /// <exception cref="FaeException">There is none of that name, or it is damaged.</exception>
    public ModelFolder FolderOf(string name) => ModelFolder.Open(Path(name));

    private string Path(string name) => ContentFolder.Models().Contains(name, StringComparer.Ordinal) ? ContentFolder.Model(name)
        : Found(folders).GetValueOrDefault(name) ?? throw new ConfigException($"There is no model '{Shortened.Text(name)}'. Give one of: {string.Join(", ", Names)}.");

    // By the way from the folder that was named, its own name first: runs/faces/model.
    private static SortedDictionary<string, string> Found(IReadOnlyList<string> folders)
    {
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var folder in folders)
        {
            var full = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(folder));
            Collect(full, System.IO.Path.GetFileName(full), Deepest, found);
        }

        return found;
    }

    private static void Collect(string folder, string name, int depth, SortedDictionary<string, string> found)
    {
        if (found.Count >= MostFound)
        {
            return;
        }

        if (File.Exists(System.IO.Path.Combine(folder, ModelFolder.ConfigFile)))
        {
            found.TryAdd(name, folder);
            return;
        }

        try
        {
            var inside = depth == 0 ? [] : new DirectoryInfo(folder).GetDirectories();
            foreach (var inner in inside.Where(inner => inner.LinkTarget is null && inner.Name[0] != '.').OrderBy(inner => inner.Name, StringComparer.Ordinal))
            {
                Collect(inner.FullName, $"{name}/{inner.Name}", depth - 1, found);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // A folder that goes away or may not be read holds none.
        }
    }
}
