using System.Text;

namespace FaeRealtime.Host.Output.Notes;

/// <summary>Notes in a PNG's text chunk.</summary>
internal static class PngNotes
{
    /// <exception cref="InvalidDataException">The chunks are cut short or the text is damaged.</exception>
    public static string? Read(ContainerReader reader) => PngText.Find(reader, FileNotes.Keyword) switch
    {
        null => null,
        { IsUtf8: true } text => ContainerReader.Notes(text.Bytes),
        { } text => text.Bytes.AsSpan().StartsWith("{"u8) ? Encoding.Latin1.GetString(text.Bytes) : null,
    };
}
