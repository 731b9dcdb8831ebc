using FaeRealtime.Core.Errors;

namespace FaeRealtime.Core.Checkpoints.Formats;

/// <summary>Finds the checkpoint in a folder as model hubs lay it out.</summary>
internal static class CheckpointFolder
{
    private static readonly string[] Patterns = ["*.safetensors.index.json", "*.safetensors", "*.bin.index.json"];

    /// <summary>The only index or file in a folder; an index goes before its shards.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="CheckpointException">There is none, or there are several, or the folder cannot be read.</exception>
    public static string Find(string folder)
    {
        try
        {
            foreach (var pattern in Patterns)
            {
                string[] found = [.. Directory.GetFiles(folder, pattern).Order(StringComparer.Ordinal)];
                if (found.Length > 0)
                {
                    return found.Length == 1 ? found[0] : throw Several(folder, found);
                }
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException($"Folder {folder} cannot be read: {failure.Message} Check its permissions.", failure);
        }

        throw new CheckpointException($"Folder {folder} holds no checkpoint ({string.Join(", ", Patterns)}). Name a file.");
    }

    private static CheckpointException Several(string folder, string[] found)
    {
        var names = string.Join(", ", found.Take(8).Select(Path.GetFileName));
        return new CheckpointException($"Folder {folder} holds {found.Length} checkpoints: {names}{(found.Length > 8 ? ", …" : string.Empty)}. Name one.");
    }
}
