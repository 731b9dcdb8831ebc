using System.Globalization;
using FaeRealtime.Core.Errors;
using FaeRealtime.Video.Encoders;
using FaeRealtime.Video.Files;
using FaeRealtime.Video.Formats.Gif;
using FaeRealtime.Video.Formats.Mp4;
using FaeRealtime.Video.Formats.Png;
using FaeRealtime.Video.Formats.Raw;
using FaeRealtime.Video.Formats.Webm;
using FaeRealtime.Video.Formats.Webp;
using FaeRealtime.Video.Metadata;
using FaeRealtime.Video.Programs;

namespace FaeRealtime.Video.Formats;

/// <summary>Every kind of video file, and which of them a path asks for.</summary>
public static class VideoFormats
{
    /// <summary>Fewest frames a second of any.</summary>
    public const double MinimumFps = 0.1;

    private static readonly VideoFormat Raw = new RawVideoFormat();

    /// <summary>The formats. A new one is a folder beside this file and a line here.</summary>
    public static IReadOnlyList<VideoFormat> All { get; } =
    [
        new Mp4VideoFormat(),
        new WebmVideoFormat(),
        new WebpVideoFormat(),
        new GifVideoFormat(),
        new ImageSequenceFormat(),
        Raw,
    ];

    /// <summary>The names to give, for messages and help.</summary>
    public static string Choice { get; } = $"FILE{string.Join(", ", All.Select(format => format.Usage))}, or an existing named pipe";

    /// <summary>Most frames a second, for help.</summary>
    public static string Rates { get; } = FormattableString.Invariant(
        $"up to {Raw.MaximumFps}, {string.Join(", ", All.Where(format => format.MaximumFps < Raw.MaximumFps).Select(format => FormattableString.Invariant($"{format.Extension} {format.MaximumFps}")))}");

    /// <summary>The format that a path asks for.</summary>
    /// <exception cref="ConfigException">None does.</exception>
    public static VideoFormat Of(string path)
    {
        if (IsStream(path))
        {
            return Raw;
        }

        var format = Find(path) ?? throw new ConfigException($"{path} is no kind of video. Give {Choice}.");
        format.CheckName(path);
        return format;
    }

    /// <summary>The MIME type of a file by its name; null where no format has it.</summary>
    public static string? MediaTypeOf(string path) => Find(path)?.MediaType;

    /// <summary>What ends the wait for room in a video that is being written: for a pipe, which perhaps nobody reads, the user; a file goes on by itself and shall be ended well.</summary>
    public static CancellationToken Interruption(string path, CancellationToken cancellationToken) => IsStream(path) ? cancellationToken : CancellationToken.None;

    /// <summary>Refuses what could not be written, before any frame is made.</summary>
    /// <param name="path">The video.</param>
    /// <param name="settings">Its frames.</param>
    /// <param name="ffmpeg">Where ffmpeg is looked for.</param>
    /// <exception cref="ConfigException">The name, folder, size, rate or metadata do not fit.</exception>
    /// <exception cref="NativeException">ffmpeg is needed and missing.</exception>
    public static VideoFormat Check(string path, VideoSettings settings, Ffmpeg ffmpeg)
    {
        var format = Of(path);
        CheckPlace(path);
        CheckSettings(path, format, settings.Scaled);
        MetadataLimits.Check(settings.Metadata);
        if (format.NeedsFfmpeg)
        {
            ffmpeg.Find();
        }

        return format;
    }

    private static bool IsStream(string path) => FilePlaces.Of(path) is FilePlace.Pipe or FilePlace.Device;

    private static VideoFormat? Find(string path) => All.FirstOrDefault(format => format.Extension.Equals(Path.GetExtension(path), StringComparison.OrdinalIgnoreCase));

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

    private static void CheckSettings(string path, VideoFormat format, VideoSettings settings)
    {
        if (settings.Width < 1 || settings.Height < 1 || settings.Width > format.LargestSide || settings.Height > format.LargestSide)
        {
            throw new ConfigException(Text($"{path}: frames of {settings.Width} x {settings.Height} pixels do not fit; give sides of 1 to {format.LargestSide}."));
        }

        if (!(settings.Fps >= MinimumFps && settings.Fps <= format.MaximumFps))
        {
            throw new ConfigException(Text($"{path}: {settings.Fps} frames a second do not fit; give {MinimumFps} to {format.MaximumFps} for this kind of video."));
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
