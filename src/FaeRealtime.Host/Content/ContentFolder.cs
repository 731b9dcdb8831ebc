using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;

namespace FaeRealtime.Host.Content;

/// <summary>Where models and recipes lie that are named instead of pointed at.</summary>
internal static class ContentFolder
{
    /// <summary>The environment variable that names the content folder.</summary>
    public const string Variable = "FAE_CONTENT";

    /// <summary>Where it lies.</summary>
    public static string Place => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder
        ? folder
        : Path.Combine(AppContext.BaseDirectory, "content");

    /// <summary>Finds a model.</summary>
    /// <param name="nameOrPath">A name in the content folder, or a folder.</param>
    /// <returns>The folder's path.</returns>
    /// <exception cref="ConfigException">There is neither.</exception>
    public static string Model(string nameOrPath)
    {
        var named = Path.Combine(Place, nameOrPath);
        var isName = nameOrPath.AsSpan().IndexOf(Path.DirectorySeparatorChar) < 0 && nameOrPath is not ("" or "." or "..");
        return isName && Directory.Exists(named) ? named
            : Directory.Exists(nameOrPath) ? nameOrPath
            : throw new ConfigException(File.Exists(nameOrPath)
                ? $"{nameOrPath} is a file, and a model is a folder of {ModelFolder.ConfigFile} and weights; 'fae import' makes one of official weights. Give {Choice}."
                : isName
                ? $"There is no model '{nameOrPath}': neither {named} nor a folder {Path.GetFullPath(nameOrPath)} exists. Give {Choice}."
                : $"Model folder {nameOrPath} does not exist. Give {Choice}.");
    }

    /// <summary>The names of its models, in order.</summary>
    public static IReadOnlyList<string> Models() => Directory.Exists(Place)
        ? [.. Directory.EnumerateDirectories(Place).Where(folder => File.Exists(Path.Combine(folder, ModelFolder.ConfigFile))).Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal)]
        : [];

    /// <summary>Finds a recipe.</summary>
    /// <param name="nameOrPath">A name in the content folder, without extension, or a file.</param>
    /// <returns>The file's path.</returns>
    /// <exception cref="ConfigException">There is neither.</exception>
    public static string RecipePath(string nameOrPath)
    {
        var named = Path.Combine(RecipePlace, $"{nameOrPath}.json");
        var isName = nameOrPath.Length > 0 && nameOrPath.AsSpan().IndexOf(Path.DirectorySeparatorChar) < 0;
        return isName && File.Exists(named) ? named
            : File.Exists(nameOrPath) ? nameOrPath
            : throw new ConfigException($"There is no recipe '{nameOrPath}'{(Directory.Exists(nameOrPath) ? ", which is a folder" : string.Empty)}. Give a recipe file, or a name in {RecipePlace}: {string.Join(", ", Recipes())}.");
    }

    private static string RecipePlace => Path.Combine(Place, "recipes");

    private static IEnumerable<string> Recipes() => Directory.Exists(RecipePlace)
        ? Directory.EnumerateFiles(RecipePlace, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)
        : [];

    private static string Choice => Models() is { Count: > 0 } names ? $"a model folder, or a name in {Place}: {string.Join(", ", names)}" : $"a model folder; {Place} holds none";
}
