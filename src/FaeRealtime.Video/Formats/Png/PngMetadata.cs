using System.Text;
using FaeRealtime.Video.Metadata;

namespace FaeRealtime.Video.Formats.Png;

/// <summary>Metadata in a PNG's text chunk.</summary>
internal static class PngMetadata
{
    /// <summary>The keyword of the text chunk.</summary>
    public const string Keyword = "fae";

    /// <exception cref="InvalidDataException">The chunks are cut short or the text is damaged.</exception>
    public static string? Read(ContainerReader reader) => PngText.Find(reader, Keyword) switch
    {
        null => null,
        { IsUtf8: true } text => ContainerReader.Metadata(text.Bytes),
        { } text => text.Bytes.AsSpan().StartsWith("{"u8) ? Encoding.Latin1.GetString(text.Bytes) : null,
    };
}
