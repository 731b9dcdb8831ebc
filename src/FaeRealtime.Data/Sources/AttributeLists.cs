using System.Text.Json;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Files;
using FaeRealtime.Data.Sources.Names;

namespace FaeRealtime.Data.Sources;

/// <summary>What <c>metadata.jsonl</c> says of each image beside its captions: the values of named attributes, why it is held out, and wordings that training never sees.</summary>
/// <remarks>Lists of any folder of the data set are read; paths are relative to the list. Lines and images without attributes are no errors.</remarks>
internal sealed class AttributeLists
{
    private readonly Dictionary<string, ImageAttributes> _lines = new(StringComparer.Ordinal);

    private AttributeLists()
    {
    }

    /// <summary>Names of all attributes, in the order in which the lists name them.</summary>
    public IReadOnlyList<string> Names { get; private set; } = [];

    /// <summary>Reads every list of a data set.</summary>
    /// <param name="root">The data set's folder.</param>
    /// <exception cref="ConfigException">A line is no object that names an image, or its attributes are no object of texts, numbers and truth values.</exception>
    public static AttributeLists Of(string root)
    {
        var lists = new AttributeLists();
        var names = new List<string>();
        foreach (var path in Directory.EnumerateFiles(root, DatasetManifest.CaptionsFileName, SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var folder = PathKey.Of(Path.GetRelativePath(root, Path.GetDirectoryName(path)!));
            foreach (var (number, line) in InputFile.ReadLines(path).Index().Where(line => !string.IsNullOrWhiteSpace(line.Item)))
            {
                var (file, read) = Line(line, $"{path}, line {number + 1}");
                lists._lines[folder == "." ? PathKey.Of(file) : $"{folder}/{PathKey.Of(file)}"] = read;
                names.AddRange(read.Values.Keys.Except(names, StringComparer.Ordinal));
            }
        }

        lists.Names = names;
        return lists;
    }

    /// <summary>What is said of an image; null where no list names it.</summary>
    /// <param name="file">Relative to the data set's folder.</param>
    public ImageAttributes? Find(string file) => _lines.GetValueOrDefault(PathKey.Of(file));

    private static (string File, ImageAttributes Read) Line(string text, string place)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var line = document.RootElement;
            var file = ListFields.File.Select(name => Member(line, name)?.GetString()).FirstOrDefault(name => name is not null) ?? throw new KeyNotFoundException("It names no file.");
            return (file, new ImageAttributes(
                Member(line, "attributes") is { } attributes ? Values(attributes) : [],
                Member(line, "heldOutBy")?.GetString(),
                Member(line, "heldOutWordings") is { } wordings ? [.. wordings.EnumerateArray().Select(wording => wording.GetString()!.ReplaceLineEndings(" "))] : []));
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new ConfigException(
                $"{place}: {failure.Message} A line is an object with 'file' or 'file_name', and perhaps 'attributes' (an object of texts), 'heldOutBy' (a text) and 'heldOutWordings' (texts).", failure);
        }
    }

    private static JsonElement? Member(JsonElement line, string name) => line.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static Dictionary<string, string> Values(JsonElement attributes) => attributes.EnumerateObject()
        .Where(attribute => attribute.Value.ValueKind != JsonValueKind.Null)
        .ToDictionary(attribute => attribute.Name, attribute => attribute.Value.ValueKind switch
        {
            JsonValueKind.String => attribute.Value.GetString()!,
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => attribute.Value.GetRawText(),
            _ => throw new InvalidOperationException($"Attribute '{attribute.Name}' is {attribute.Value.GetRawText()}."),
        });
}

/// <summary>What a list says of one image.</summary>
/// <param name="Values">Its attributes' values by name.</param>
/// <param name="HeldOutBy">Why training never sees it, in the data set's own word; null where it does not say.</param>
/// <param name="HeldOutWordings">Captions in words that no training caption has; empty where there are none.</param>
internal sealed record ImageAttributes(IReadOnlyDictionary<string, string> Values, string? HeldOutBy, IReadOnlyList<string> HeldOutWordings);
