using System.Globalization;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Host.Output.Films;

/// <summary>Which kind of film a path asks for, and what each kind cannot hold.</summary>
internal static class FilmName
{
    /// <summary>The names to give, for messages and help.</summary>
    public const string Choice = "FILE.mp4, .webm, .webp, .gif, %05d.png, .rgba, or an existing named pipe";

    public const double LowestFps = 0.1;
    public const double HighestFps = 1000.0;

    // Browsers show a delay of 10 ms and less as 100 ms.
    private const double HighestWebpFps = 90.0;
    private const double HighestGifFps = 50.0;
    private const int LargestWebpSide = 16383;
    private const int LargestSide = 16384;

    /// <summary>The kind that a path asks for.</summary>
    /// <exception cref="ConfigException">None does.</exception>
    public static FilmKind KindOf(string path)
    {
        if (FilePlaces.Of(path) is FilePlace.Pipe or FilePlace.Device)
        {
            return FilmKind.Raw;
        }

        return Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".mp4" => FilmKind.Mp4,
            ".webm" => FilmKind.Webm,
            ".webp" => FilmKind.Webp,
            ".gif" => FilmKind.Gif,
            ".rgba" => FilmKind.Raw,
            ".png" when PicturePattern.IsOne(path) => FilmKind.Pictures,
            ".png" => throw new ConfigException($"{path} is one picture and no film: give a name with a number in it, such as {Path.ChangeExtension(path, null)}%05d.png."),
            _ => throw new ConfigException($"{path} is no kind of film. Give {Choice}."),
        };
    }

    /// <summary>What ends the wait for room in a film that is being written: for a pipe, which perhaps nobody reads, the user; a file goes on by itself and shall be ended well.</summary>
    public static CancellationToken Interruption(string path, CancellationToken cancellationToken) =>
        FilePlaces.Of(path) is FilePlace.Pipe or FilePlace.Device ? cancellationToken : CancellationToken.None;

    /// <summary>Refuses what could not be written, before any frame is made.</summary>
    /// <param name="path">The film.</param>
    /// <param name="format">Its frames.</param>
    /// <param name="ffmpeg">Where ffmpeg is looked for.</param>
    /// <exception cref="ConfigException">The name, folder, size, rate or notes do not fit.</exception>
    /// <exception cref="NativeException">ffmpeg is needed and missing.</exception>
    public static FilmKind Check(string path, FilmFormat format, Ffmpeg ffmpeg)
    {
        var kind = KindOf(path);
        CheckPlace(path);
        CheckFormat(path, kind, format.Scaled);
        Notes.FileNotes.Check(format.Notes);
        if (kind is FilmKind.Mp4 or FilmKind.Webm)
        {
            ffmpeg.Find();
        }

        return kind;
    }

    private static void CheckPlace(string path)
    {
        if (FilePlaces.Of(path) is FilePlace.Folder or FilePlace.Other)
        {
            throw new ConfigException($"{path} is there already and no file. Give another name.");
        }

        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!Directory.Exists(folder))
        {
            throw new ConfigException($"{path} cannot be written: the folder {folder} does not exist. Make it or choose another.");
        }
    }

    private static void CheckFormat(string path, FilmKind kind, FilmFormat format)
    {
        var largest = kind == FilmKind.Webp ? LargestWebpSide : LargestSide;
        if (format.Width < 1 || format.Height < 1 || format.Width > largest || format.Height > largest)
        {
            throw new ConfigException(Text($"{path}: frames of {format.Width} x {format.Height} pixels do not fit; give sides of 1 to {largest}."));
        }

        if (kind == FilmKind.Mp4 && ((format.Width | format.Height) & 1) != 0)
        {
            throw new ConfigException(Text($"{path}: frames of {format.Width} x {format.Height} pixels do not fit, because mp4 needs even sides. Give an even size, or write .webm."));
        }

        var highest = kind switch { FilmKind.Webp => HighestWebpFps, FilmKind.Gif => HighestGifFps, _ => HighestFps };
        if (!(format.Fps >= LowestFps && format.Fps <= highest))
        {
            throw new ConfigException(Text($"{path}: {format.Fps} frames a second do not fit; give {LowestFps} to {highest} for this kind of film."));
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
