using System.Text;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Host.Output.Notes;

/// <summary>Notes: the one JSON object in a picture or film that says what made it. Its members are no concern of this folder.</summary>
/// <remarks>
/// Where they lie: PNG, a text chunk of keyword <see cref="Keyword"/> · WebP, EXIF UserComment · GIF, a comment · mp4 and webm, the metadata <c>comment</c> ·
/// raw frames, the description beside them. Other comments, which are no JSON object, are passed over.
/// </remarks>
internal static class FileNotes
{
    /// <summary>The keyword of a PNG's text chunk.</summary>
    public const string Keyword = "fae";

    /// <summary>Most bytes of notes as UTF-8: Linux passes a program arguments of up to 128 KiB each, and ffmpeg gets them as one.</summary>
    public const int MostBytes = 100_000;

    private const int SignatureBytes = 12;

    /// <summary>Reads a file's notes, whatever its name.</summary>
    /// <param name="path">A PNG, WebP, GIF, mp4 or webm file, or raw frames with a description beside them.</param>
    /// <returns>The JSON text, or null where the file is sound as far as was read and holds none.</returns>
    /// <exception cref="ImageFileException">The file cannot be read, is damaged or of another kind.</exception>
    public static string? Read(string path)
    {
        if (FilePlaces.Of(path) is var place && place != FilePlace.File)
        {
            throw new ImageFileException($"{path} {(place == FilePlace.Nothing ? "does not exist" : "is no file")}. Give a PNG, WebP, GIF, mp4 or webm file.");
        }

        try
        {
            if (File.Exists(RawDescription.PathOf(path)))
            {
                return RawDescription.Read(path).Notes;
            }

            using var stream = File.OpenRead(path);
            return Read(stream, path);
        }
        catch (Exception failure) when (failure is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new ImageFileException($"{path} cannot be read: {failure.Message} It is damaged or cut short; use another copy.", failure);
        }
    }

    /// <summary>Whether notes are short enough for every kind of file.</summary>
    public static bool Fits(string notes) => Encoding.UTF8.GetByteCount(notes) <= MostBytes;

    /// <summary>Refuses notes that not every kind of file can hold.</summary>
    /// <exception cref="ConfigException">They are too long or no JSON object.</exception>
    public static void Check(string? notes)
    {
        if (notes is null)
        {
            return;
        }

        if (!Fits(notes))
        {
            throw new ConfigException($"The notes of a film take {Encoding.UTF8.GetByteCount(notes)} bytes, a film holds {MostBytes}. Give fewer seeds or keyframes.");
        }

        if (!ContainerReader.IsNotes(notes))
        {
            throw new ConfigException("The notes of a film are one JSON object that starts with '{'.");
        }
    }

    private static string? Read(FileStream stream, string path)
    {
        Span<byte> start = stackalloc byte[SignatureBytes];
        start = start[..stream.ReadAtLeast(start, SignatureBytes, throwOnEndOfStream: false)];
        stream.Position = 0;
        var reader = new ContainerReader(stream);
        if (start.StartsWith(PngText.Signature))
        {
            return PngNotes.Read(reader);
        }

        if (start.StartsWith("GIF8"u8))
        {
            return GifNotes.Read(reader);
        }

        if (start.Length == SignatureBytes && start.StartsWith("RIFF"u8) && start[8..].SequenceEqual("WEBP"u8))
        {
            return WebpNotes.Read(reader);
        }

        if (start.StartsWith(MatroskaNotes.Signature))
        {
            return MatroskaNotes.Read(reader);
        }

        return start.Length == SignatureBytes && start[4..8].SequenceEqual("ftyp"u8)
            ? Mp4Notes.Read(reader)
            : throw new ImageFileException($"{path} is no PNG, WebP, GIF, mp4 or webm file. Give one of these.");
    }
}
