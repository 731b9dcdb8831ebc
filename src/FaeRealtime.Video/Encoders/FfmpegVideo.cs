using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Files;
using FaeRealtime.Video.Programs;

namespace FaeRealtime.Video.Encoders;

/// <summary>A video through an ffmpeg that reads the frames from its standard input.</summary>
internal sealed class FfmpegVideo : IVideoEncoder
{
    private readonly string _path;
    private readonly PartFile _file;
    private readonly FfmpegProcess _process;
    private long _frames;

    private FfmpegVideo(string path, PartFile file, FfmpegProcess process) => (_path, _file, _process) = (path, file, process);

    /// <summary>Begins the file and starts ffmpeg.</summary>
    /// <exception cref="IOException">ffmpeg cannot be started.</exception>
    public static FfmpegVideo Start(string path, FfmpegCodec codec, VideoSettings settings, Ffmpeg ffmpeg)
    {
        var file = PartFile.Create(path);
        try
        {
            file.Release();
            var yields = settings.Effort == EncodingEffort.Live;
            return new FfmpegVideo(path, file, FfmpegProcess.Start(ffmpeg.Command(FfmpegArguments.Of(codec, settings, file.Path), yields), yields));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Add(ReadOnlySpan<byte> rgba)
    {
        try
        {
            _process.Write(rgba);
        }
        catch (IOException)
        {
            throw Ended();
        }

        _frames++;
    }

    /// <inheritdoc/>
    public void Finish()
    {
        // Without -xerror ffmpeg 5 ends with 0 where the last bytes did not fit on the disk, and only says so: its words count, too.
        if (_process.Finish() != 0 || _process.LastWords.Length > 0)
        {
            throw Ended();
        }

        _file.Commit();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _process.Dispose();
        _file.Dispose();
    }

    // Told to stop by a signal that it can catch, ffmpeg finishes the file with what it had.
    private Exception Ended()
    {
        var code = _process.Finish();
        if (code != FfmpegProcess.StoppedBySignal)
        {
            return new IOException($"ffmpeg ended with status {code} after {_frames} frames{_process.LastWords}");
        }

        _file.Commit();
        return new ImageFileException($"{_path} ends early: ffmpeg was stopped after about {_frames} frames, which the file holds. Record again for the rest.");
    }
}
