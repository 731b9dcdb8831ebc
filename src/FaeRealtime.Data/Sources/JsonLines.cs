using System.Text.Json;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Files;

namespace FaeRealtime.Data.Sources;

/// <summary><c>captions.jsonl</c> and Hugging Face's <c>metadata.jsonl</c>: an object a line with the image's path, perhaps a caption and a class. Other members are not looked at.</summary>
internal static class JsonLines
{
    /// <summary>Reads a list.</summary>
    /// <param name="root">The data set's folder.</param>
    /// <param name="list">Relative to it.</param>
    /// <param name="overrides">Whether a class holds against that of the image's folder.</param>
    /// <exception cref="ConfigException">A line is no such object, or names no image.</exception>
    public static IEnumerable<Annotation> Read(string root, string list, bool overrides)
    {
        var path = Path.Combine(root, list);
        var bytes = InputFile.ReadBytes(path, InputFile.ListLimit);
        var rest = bytes.AsMemory(bytes.Length - CaptionText.WithoutMark(bytes).Length);
        for (var number = 1; rest.Length > 0; number++)
        {
            var end = rest.Span.IndexOf((byte)'\n');
            var line = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            if (!line.Span.Trim(" \t\r"u8).IsEmpty)
            {
                yield return Line(line, list, $"{path}, line {number}", overrides);
            }
        }
    }

    private static Annotation Line(ReadOnlyMemory<byte> bytes, string list, string place, bool overrides)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes);
            var line = document.RootElement;
            var file = Member(line, ListFields.File)?.GetString() ?? throw new KeyNotFoundException("It names no file.");
            var (caption, defect) = Caption(line);
            var label = Member(line, ListFields.Class) is { } given ? Label(given) : null;
            return ListFields.Labelled(new Annotation(list, file) { Caption = caption, Defect = defect }, label, overrides);
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new ConfigException($"{place}: {failure.Message} A line is an object with 'file' or 'file_name', 'caption' or 'text', and perhaps 'category' or 'label'.", failure);
        }
    }

    private static string? Label(JsonElement given) => given.ValueKind switch
    {
        JsonValueKind.Number => given.GetRawText(),
        JsonValueKind.Null => null,
        _ => given.GetString(),
    };

    private static JsonElement? Member(JsonElement line, string[] names)
    {
        foreach (var name in names)
        {
            if (line.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null)
            {
                return value;
            }
        }

        return null;
    }

    // The parser looks at the bytes of a string only when it is asked for.
    private static (string? Caption, string? Defect) Caption(JsonElement line)
    {
        if (Member(line, ListFields.Caption) is not { } caption)
        {
            return (null, null);
        }

        try
        {
            return (caption.GetString(), null);
        }
        catch (InvalidOperationException) when (caption.ValueKind == JsonValueKind.String)
        {
            return (null, CaptionText.NotUtf8);
        }
    }
}
