using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Engines;

namespace FaeRealtime.Host.Content;

/// <summary>The models that a running session may be told to show, by name: those of the content folder. Paths are for the command line only.</summary>
/// <param name="engine">The engine of the session's first model, whose kind and threads the others take.</param>
internal sealed class ModelChoice(FrameEngineOptions engine)
{
    /// <summary>Their names, in order.</summary>
    public static IReadOnlyList<string> Names => ContentFolder.Models();

    /// <summary>Opens one.</summary>
    /// <exception cref="FaeException">There is none of that name, or it cannot be opened.</exception>
    public IFrameEngine Open(string name) => Names.Contains(name, StringComparer.Ordinal)
        ? engine.For(ModelFolder.Open(ContentFolder.Model(name))).Open()
        : throw new ConfigException($"There is no model '{name}'. Give one of: {string.Join(", ", Names)}.");
}
