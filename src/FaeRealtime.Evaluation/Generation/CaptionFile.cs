using System.Text.Json;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Files;
using FaeRealtime.Core.Folders;

namespace FaeRealtime.Evaluation.Generation;

/// <summary>Captions that samples are asked for, from a file: a text of a caption a line, or COCO's <c>captions_*.json</c>, of which each picture has its first caption (the lowest id), in the order of the pictures' ids.</summary>
internal static class CaptionFile
{
    /// <summary>Captions for a model that knows words, evenly through a file.</summary>
    /// <param name="model">The model.</param>
    /// <param name="path">The file; null for none.</param>
    /// <param name="count">How many.</param>
    /// <returns>Null without a file.</returns>
    /// <exception cref="ConfigException">The model knows no words, or the file holds no captions.</exception>
    public static IReadOnlyList<string>? For(ModelFolder model, string? path, int count) => path is null ? null
        : model.Config.Generator.Text is not null ? Read(path, count)
        : throw new ConfigException($"Model '{model.Config.Name}' knows no words, so captions say nothing to it.") { Subject = nameof(GenerationOptions.CaptionsPath) };

    /// <summary>Captions, evenly through the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="ConfigException">The file cannot be read, is not such a list, or has fewer captions.</exception>
    public static IReadOnlyList<string> Read(string path, int count)
    {
        var all = path.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? OfCoco(path) : Lines(path);
        return all.Count >= count
            ? [.. Enumerable.Range(0, count).Select(i => all[(int)((long)i * all.Count / count)])]
            : throw new ConfigException($"The captions {path} are {all.Count} for {count} samples; ask for fewer.");
    }

    private static IReadOnlyList<string> Lines(string path)
    {
        try
        {
            using var reader = new StreamReader(InputFile.Open(path, InputFile.ListLimit));
            return [.. reader.ReadToEnd().Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ConfigException($"The captions {path} cannot be read: {failure.Message}", failure);
        }
    }

    private static IReadOnlyList<string> OfCoco(string path)
    {
        try
        {
            using var stream = InputFile.Open(path, InputFile.ListLimit);
            using var document = JsonDocument.Parse(stream);
            return
            [
                .. document.RootElement.GetProperty("annotations").EnumerateArray()
                    .Select(one => (Picture: one.GetProperty("image_id").GetInt64(), Id: one.GetProperty("id").GetInt64(), Text: one.GetProperty("caption").GetString()?.Trim() ?? ""))
                    .Where(one => one.Text.Length > 0)
                    .GroupBy(one => one.Picture)
                    .OrderBy(group => group.Key)
                    .Select(group => group.MinBy(one => one.Id).Text),
            ];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new ConfigException($"The captions {path} are no COCO captions (annotations with image_id, id and caption): {Shortened.Text(failure.Message)}", failure);
        }
    }
}
