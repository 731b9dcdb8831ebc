using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Files;

namespace FaeRealtime.Core.Config;

/// <summary>Reads and writes the product's JSON files: no comments, no unknown, repeated or missing members, no numbers for enums.</summary>
public static partial class StrictJson
{
    private static readonly JsonWriterOptions Layout = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads a file.</summary>
    /// <typeparam name="T">The record it holds.</typeparam>
    /// <param name="path">The file, UTF-8.</param>
    /// <param name="info">The type's generated metadata.</param>
    /// <exception cref="ConfigException">The file is missing, no JSON, or its members or values are not the type's; every wrong member is named with its path.</exception>
    public static T Read<T>(string path, JsonTypeInfo<T> info)
    {
        if (string.IsNullOrWhiteSpace(path))
        {
            throw new ConfigException($"A {typeof(T).Name} file was named by an empty path; give a JSON file.");
        }

        try
        {
            return Parse(InputFile.ReadBytes(path), path, info);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ConfigException($"{path} cannot be read: {failure.Message} Check the path and its permissions.", failure);
        }
    }

    /// <summary>Reads a document in memory.</summary>
    /// <typeparam name="T">The record it holds.</typeparam>
    /// <param name="json">UTF-8, with or without a byte-order mark.</param>
    /// <param name="source">What messages call it, such as a path.</param>
    /// <param name="info">The type's generated metadata.</param>
    /// <exception cref="ConfigException">As in <see cref="Read"/>.</exception>
    public static T Parse<T>(ReadOnlyMemory<byte> json, string source, JsonTypeInfo<T> info)
    {
        var body = Body(json);
        if (!Utf8.IsValid(body.Span))
        {
            throw new ConfigException($"{source} is not UTF-8. Save it as UTF-8 text.");
        }

        try
        {
            var kept = InitialisedDefaults.Keep(info);
            using var document = JsonDocument.Parse(body);
            var problems = JsonMembers.Problems(document.RootElement, kept);
            return problems.Count == 0
                ? document.RootElement.Deserialize(kept) ?? throw new ConfigException($"{source} holds null where {typeof(T).Name} is needed.")
                : throw Problems(source, problems);
        }
        catch (JsonException failure)
        {
            throw new ConfigException($"{source}: {Place(failure)}{FirstSentences(failure.Message)}", failure);
        }
    }

    /// <summary>A document without the byte-order mark that some editors put before it.</summary>
    /// <param name="json">UTF-8.</param>
    public static ReadOnlyMemory<byte> Body(ReadOnlyMemory<byte> json) => json.Span.StartsWith(Encoding.UTF8.Preamble) ? json[Encoding.UTF8.Preamble.Length..] : json;

    /// <summary>Whether a file gives a member, instead of leaving it to its default.</summary>
    /// <param name="path">A file that <see cref="Read"/> has read.</param>
    /// <param name="member">The member's names from the root.</param>
    public static bool Says(string path, params ReadOnlySpan<string> member)
    {
        using var document = JsonDocument.Parse(Body(InputFile.ReadBytes(path)));
        var element = document.RootElement;
        foreach (var name in member)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Writes a file whole or not at all.</summary>
    /// <typeparam name="T">The record it holds.</typeparam>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="value">The record.</param>
    /// <param name="info">The type's generated metadata.</param>
    /// <exception cref="ConfigException">The file cannot be written.</exception>
    public static void Write<T>(string path, T value, JsonTypeInfo<T> info)
    {
        try
        {
            AtomicFile.WriteBytes(path, Encoding.UTF8.GetBytes(ToText(value, info)));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ConfigException($"{path} cannot be written: {failure.Message} Check the folder, its permissions and free space.", failure);
        }
    }

    /// <summary>The document as <see cref="Write"/> writes it: indented, LF, a newline at the end.</summary>
    /// <typeparam name="T">The record.</typeparam>
    /// <param name="value">The record.</param>
    /// <param name="info">The type's generated metadata.</param>
    public static string ToText<T>(T value, JsonTypeInfo<T> info)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Layout))
        {
            JsonSerializer.Serialize(writer, value, info);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    /// <summary>One failure that lists every problem found in a document.</summary>
    /// <param name="source">The document.</param>
    /// <param name="problems">At least one.</param>
    public static ConfigException Problems(string source, IReadOnlyList<string> problems) => problems.Count == 1
        ? new ConfigException($"{source}: {problems[0]}")
        : new ConfigException(string.Create(CultureInfo.InvariantCulture, $"{source} has {problems.Count} problems:\n  {string.Join("\n  ", problems)}"));

    // How the serialiser refuses null, with names of this program's types around it.
    private const string NoNull = "doesn't allow setting null values";

    private static string Place(JsonException failure)
    {
        var line = failure.LineNumber is { } number ? string.Create(CultureInfo.InvariantCulture, $"line {number + 1}: ") : string.Empty;
        return failure.Path is { Length: > 0 } path ? $"{path}: " : line;
    }

    /// <remarks>The serialiser appends « Path: … | LineNumber: …», which <see cref="Place"/> already says.</remarks>
    private static string FirstSentences(string message)
    {
        var tail = message.IndexOfAny(['|']);
        var path = message.LastIndexOf(" Path: ", StringComparison.Ordinal);
        var line = message.LastIndexOf(" LineNumber: ", StringComparison.Ordinal);
        var end = new[] { tail, path, line }.Where(index => index > 0).DefaultIfEmpty(message.Length).Min();
        message = message[..end].TrimEnd();
        return WrongType().Match(message) is { Success: true } wrong ? $"the value is no {Kind(wrong.Groups["type"].Value)}."
            : message.Contains(NoNull, StringComparison.Ordinal) ? "the value is null, and something else is needed."
            : message;
    }

    [GeneratedRegex(@"^The JSON value could not be converted to (?<type>.+)\.$")]
    private static partial Regex WrongType();

    // In the words of JSON, not of this program's types.
    private static string Kind(string type) => type switch
    {
        _ when type.EndsWith("[]", StringComparison.Ordinal) || type.StartsWith("System.Collections.Generic.IReadOnlyList", StringComparison.Ordinal) => "list",
        _ when type.Contains("System.String", StringComparison.Ordinal) => "text",
        _ when type.Contains("System.Boolean", StringComparison.Ordinal) => "true or false",
        _ when type.Contains("System.Double", StringComparison.Ordinal) || type.Contains("System.Single", StringComparison.Ordinal) => "number that fits",
        _ when type.Contains("Int", StringComparison.Ordinal) && type.Contains("System.", StringComparison.Ordinal) => "whole number that fits",
        _ => "value of the kind that is needed here",
    };
}
