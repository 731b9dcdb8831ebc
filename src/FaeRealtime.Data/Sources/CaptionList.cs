using System.Text.Json;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Files;

namespace FaeRealtime.Data.Sources;

/// <summary>The captions of a folder: <c>captions.jsonl</c>, one object a line with <c>file</c>, <c>caption</c> and perhaps <c>category</c>. Other members are not looked at.</summary>
internal sealed class CaptionList
{
    private const string FileName = "captions.jsonl";
    private readonly Dictionary<string, Line> _lines = new(StringComparer.Ordinal);

    private CaptionList()
    {
    }

    /// <summary>Reads the list; without one no image has a caption.</summary>
    /// <exception cref="ConfigException">A line is no such object. A caption that is not UTF-8 is its image's defect, not the list's.</exception>
    public static CaptionList Read(string folder)
    {
        var list = new CaptionList();
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            return list;
        }

        var rest = InputFile.ReadBytes(path, InputFile.ListLimit).AsMemory();
        for (var number = 1; rest.Length > 0; number++)
        {
            var end = rest.Span.IndexOf((byte)'\n');
            var line = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            if (!line.Span.Trim(" \t\r"u8).IsEmpty)
            {
                list.Add(line, $"{path}, line {number}");
            }
        }

        return list;
    }

    /// <summary>An image's caption, and what is wrong with it; both null where it is not listed.</summary>
    public (string? Caption, string? Defect) Of(string file) => _lines.TryGetValue(file, out var line) ? (line.Caption, line.Defect) : (null, null);

    /// <summary>An image's category, or null.</summary>
    public string? Category(string file) => _lines.TryGetValue(file, out var line) ? line.Category : null;

    private void Add(ReadOnlyMemory<byte> bytes, string place)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes);
            var file = document.RootElement.GetProperty("file").GetString()!;
            var category = document.RootElement.TryGetProperty("category", out var given) ? given.GetString() : null;
            var (caption, defect) = Caption(document.RootElement);
            _lines[file] = new Line(caption, category, defect);
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new ConfigException($"{place}: {failure.Message} A line is an object with 'file', 'caption' and perhaps 'category'.", failure);
        }
    }

    // The parser looks at the bytes of a string only when it is asked for.
    private static (string? Caption, string? Defect) Caption(JsonElement line)
    {
        if (!line.TryGetProperty("caption", out var caption))
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

    private sealed record Line(string? Caption, string? Category, string? Defect);
}
