using System.Text;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Files;
using FaeRealtime.Video.Encoders;
using FaeRealtime.Video.Files;
using FaeRealtime.Video.Metadata;

namespace FaeRealtime.Video.Formats;

/// <summary>Reads the one JSON object in a picture or video that says what made it.</summary>
/// <remarks>
/// Where it lies: PNG, a text chunk · WebP, EXIF UserComment · GIF, a comment · mp4 and webm, the metadata <c>comment</c> · raw frames, the description beside them.
/// Other comments, which are no JSON object, are passed over.
/// </remarks>
public static class MetadataFile
{
    private const int StartBytes = 12;

    // Pictures first.
    private static readonly string[] Names = [.. VideoFormats.All.Where(format => format.HasSignature).Select(format => format.Name).Reverse()];
    private static readonly string Kinds = $"{string.Join(", ", Names[..^1])} or {Names[^1]} file";

    /// <summary>Reads a file's metadata, whatever its name.</summary>
    /// <param name="path">A file of one of our formats.</param>
    /// <returns>The JSON text, or null where the file is sound as far as was read and holds none.</returns>
    /// <exception cref="ImageFileException">The file cannot be read, is damaged or of another kind.</exception>
    public static string? Read(string path)
    {
        if (FilePlaces.Of(path) is var place && place != FilePlace.File)
        {
            throw new ImageFileException($"{path} {(place == FilePlace.Nothing ? "does not exist" : "is no file")}. Give a {Kinds}.");
        }

        try
        {
            using var stream = InputFile.Open(path);
            return Read(stream, path);
        }
        catch (Exception failure) when (failure is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new ImageFileException($"{path} cannot be read: {failure.Message} It is damaged or cut short; use another copy.", failure);
        }
    }

    /// <summary>Reads what a file says about its making.</summary>
    /// <exception cref="ImageFileException">It says nothing, or nothing of ours.</exception>
    public static GenerationMetadata ReadGeneration(string path)
    {
        var text = Read(path) ?? throw new ImageFileException($"{path} does not say what made it. Give a picture or video that this program made and no other program has written since.");
        try
        {
            return StrictJson.Parse<GenerationMetadata>(Encoding.UTF8.GetBytes(text), $"the metadata of {path}");
        }
        catch (ConfigException failure)
        {
            throw new ImageFileException(failure.Message, failure);
        }
    }

    private static string? Read(FileStream stream, string path)
    {
        Span<byte> start = stackalloc byte[StartBytes];
        start = start[..stream.ReadAtLeast(start, StartBytes, throwOnEndOfStream: false)];
        stream.Position = 0;
        return Of(path, start) is { } format
            ? format.ReadMetadata(path, new ContainerReader(stream))
            : throw new ImageFileException($"{path} is no {Kinds}. Give one of these.");
    }

    // The last one first: raw frames are known by the description beside them, whatever their bytes happen to be.
    private static VideoFormat? Of(string path, ReadOnlySpan<byte> start)
    {
        for (var i = VideoFormats.All.Count - 1; i >= 0; i--)
        {
            if (VideoFormats.All[i].Recognises(path, start))
            {
                return VideoFormats.All[i];
            }
        }

        return null;
    }
}
