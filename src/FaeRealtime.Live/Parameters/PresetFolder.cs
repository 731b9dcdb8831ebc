using System.Text;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Files;

namespace FaeRealtime.Live.Parameters;

/// <summary>Stored parameters by name, a JSON file each.</summary>
/// <param name="path">The folder; made when something is stored.</param>
public sealed class PresetFolder(string path)
{
    private const string Extension = ".json";
    private const int LongestName = 64;

    // Beyond what anybody finds again; a list that came from outside ends here.
    private const int MostPresets = 1000;

    /// <summary>Where it is.</summary>
    public string Path => path;

    /// <summary>The names that are stored, in order.</summary>
    public IReadOnlyList<string> Names
    {
        get
        {
            try
            {
                return [.. Directory.EnumerateFiles(path, $"*{Extension}").Select(file => System.IO.Path.GetFileNameWithoutExtension(file)).Where(IsName).Order(StringComparer.OrdinalIgnoreCase)];
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                // Not made yet, or not readable, such as a network folder that is gone: it offers none. Storing and reading say why.
                return [];
            }
        }
    }

    /// <summary>Stores parameters, whole or not at all; a preset of that name is replaced. New files and folders are their user's alone.</summary>
    /// <exception cref="ConfigException">The name is none, there are too many, or the file cannot be written.</exception>
    public void Store(string name, SessionParameters parameters) => Store(name, Encoding.UTF8.GetBytes(ParameterJson.ToText(parameters)));

    /// <summary>Stores a document as it came, which takes no more room than it did.</summary>
    /// <param name="name">The preset's.</param>
    /// <param name="json">UTF-8, a whole tree that was read and checked.</param>
    /// <exception cref="ConfigException">The name is none, there are too many, or the file cannot be written.</exception>
    public void Store(string name, ReadOnlyMemory<byte> json)
    {
        var file = FileOf(name);
        if (!File.Exists(file) && Names.Count >= MostPresets)
        {
            throw new ConfigException($"{path} holds {MostPresets} presets, the most there may be. Delete one first.");
        }

        try
        {
            PrivateFolder.Make(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ConfigException($"The presets' folder {path} cannot be made: {failure.Message} Choose another.", failure);
        }

        PrivateFolder.Write(file, json);
    }

    /// <summary>Reads a preset.</summary>
    /// <exception cref="ConfigException">There is none of that name, or its file is damaged.</exception>
    public SessionParameters Read(string name)
    {
        var file = FileOf(name);
        return File.Exists(file)
            ? StrictJson.Read<SessionParameters>(file)
            : throw new ConfigException(Names is { Count: > 0 } names ? $"There is no preset '{name}'; the nearest is '{NearestName.Of(name, names)}'." : $"There is no preset '{name}': {path} holds none.") { IsMissing = true };
    }

    /// <summary>Deletes a preset.</summary>
    /// <returns>False where there was none.</returns>
    /// <exception cref="ConfigException">The name is none, or the file cannot be deleted.</exception>
    public bool Delete(string name)
    {
        var file = FileOf(name);
        try
        {
            var exists = File.Exists(file);
            File.Delete(file);
            return exists;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ConfigException($"{file} cannot be deleted: {failure.Message}", failure);
        }
    }

    // Names that are files of this folder on every system, and nothing else.
    private static bool IsName(string name) =>
        name.Length is > 0 and <= LongestName && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is ' ' or '-' or '_') && name[0] != ' ' && name[^1] != ' ';

    private string FileOf(string name) => IsName(name)
        ? System.IO.Path.Combine(path, name + Extension)
        : throw new ConfigException($"'{(name.Length > LongestName ? name[..LongestName] + "…" : name)}' is no name for a preset; give 1 to {LongestName} letters, digits, spaces, - or _.");
}
