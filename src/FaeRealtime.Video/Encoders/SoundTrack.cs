using System.Globalization;
using FaeRealtime.Core.Errors;
using FaeRealtime.Video.Programs;

namespace FaeRealtime.Video.Encoders;

/// <summary>The stretch of a sound that belongs to a video, decoded into a file of its own before the first frame is made, so that a sound that cannot be read ends nothing halfway.</summary>
public sealed class SoundTrack : IDisposable
{
    private SoundTrack(string path) => Path = path;

    /// <summary>The file, for <see cref="VideoSettings.Sound"/>; deleted with this.</summary>
    public string Path { get; }

    /// <summary>Decodes the stretch.</summary>
    /// <param name="sound">A file that ffmpeg reads; it starts again at its end.</param>
    /// <param name="start">Where the stretch begins, in seconds of the repeated sound.</param>
    /// <param name="seconds">How long it is.</param>
    /// <param name="ffmpeg">Where ffmpeg is looked for; null for the usual places.</param>
    /// <exception cref="ConfigException">There is no sound in the file.</exception>
    /// <exception cref="NativeException">ffmpeg is not installed.</exception>
    public static SoundTrack Cut(string sound, double start, double seconds, Ffmpeg? ffmpeg = null)
    {
        var track = new SoundTrack(System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"fae-{Guid.NewGuid():N}.wav"));
        try
        {
            var command = (ffmpeg ?? Ffmpeg.Installed).Command(
                ["-hide_banner", "-nostdin", "-loglevel", "error", "-y", "-stream_loop", "-1", "-i", $"file:{sound}", "-vn", "-map", "0:a:0", "-af", Text($"atrim=start={start:0.######},asetpts=PTS-STARTPTS"), "-t", Text($"{seconds:0.######}"), "-rf64", "auto", $"file:{track.Path}"],
                yields: false);
            using var process = FfmpegProcess.Start(command, yields: false);
            var code = process.Finish();
            return code == 0 && new FileInfo(track.Path) is { Exists: true, Length: > 0 }
                ? track
                : throw new ConfigException($"In {sound} ffmpeg finds no sound{process.LastWords}. Give a sound file, or leave the sound out of the video.");
        }
        catch (IOException failure)
        {
            track.Dispose();
            throw new NativeException(failure.Message, failure);
        }
        catch
        {
            track.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => File.Delete(Path);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
