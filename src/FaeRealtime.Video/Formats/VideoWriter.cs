using FaeRealtime.Core.Errors;
using FaeRealtime.Video.Encoders;
using FaeRealtime.Video.Files;
using FaeRealtime.Video.Programs;

namespace FaeRealtime.Video.Formats;

/// <summary>A video being written: frames go in, a whole file comes out or none. The name's ending chooses the kind (<see cref="VideoFormat"/>).</summary>
/// <remarks>For one thread at a time. Pictures with numbers, pipes and devices keep what was written before a failure; everything else is removed.</remarks>
public sealed class VideoWriter : IDisposable
{
    private readonly IVideoEncoder _encoder;
    private readonly FrameScale? _scale;
    private bool _ended;

    private VideoWriter(string path, VideoSettings settings, IVideoEncoder encoder, FrameScale? scale) => (Path, Settings, _encoder, _scale) = (path, settings, encoder, scale);

    /// <summary>The file, or the pattern of files.</summary>
    public string Path { get; }

    /// <summary>Of its frames.</summary>
    public VideoSettings Settings { get; }

    /// <summary>How many frames were added.</summary>
    public long Frames { get; private set; }

    /// <summary>Begins a video.</summary>
    /// <param name="path">The file; an older one is replaced at <see cref="Finish"/>.</param>
    /// <param name="settings">Size, rate, metadata.</param>
    /// <param name="ffmpeg">Where ffmpeg is looked for; null for the usual places.</param>
    /// <param name="cancellationToken">Ends the wait for a named pipe's reader.</param>
    /// <returns>The video; the caller disposes, which without <see cref="Finish"/> gives it up.</returns>
    /// <exception cref="ConfigException">The name, folder, size, rate or metadata do not fit.</exception>
    /// <exception cref="NativeException">ffmpeg is needed and missing.</exception>
    /// <exception cref="ImageFileException">The file cannot be made.</exception>
    public static VideoWriter Open(string path, VideoSettings settings, Ffmpeg? ffmpeg = null, CancellationToken cancellationToken = default)
    {
        var program = ffmpeg ?? Ffmpeg.Installed;
        var format = VideoFormats.Check(path, settings, program);
        try
        {
            // ffmpeg scales itself, in its own process.
            return format.NeedsFfmpeg
                ? new VideoWriter(path, settings, format.Create(path, settings, program, cancellationToken), null)
                : new VideoWriter(path, settings, format.Create(path, settings.Scaled, program, cancellationToken), new FrameScale(settings.Scaled.Width, settings.Scaled.Height));
        }
        catch (Exception failure) when (WriteFailure.Is(failure))
        {
            throw WriteFailure.Of(path, failure);
        }
    }

    /// <summary>Adds a frame; may wait.</summary>
    /// <param name="rgba">RGBA <c>[H, W, 4]</c>, top row first, before scaling. Borrowed.</param>
    /// <exception cref="ShapeException">The frame has another size.</exception>
    /// <exception cref="ImageFileException">It cannot be written; the video is given up.</exception>
    public void Add(ReadOnlySpan<byte> rgba)
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        if (rgba.Length != Settings.FrameBytes)
        {
            throw new ShapeException($"{Path}: a frame has {rgba.Length} bytes, {Settings.Width} x {Settings.Height} pixels need {Settings.FrameBytes}.");
        }

        try
        {
            _encoder.Add(_scale is null ? rgba : _scale.Of(rgba, Settings.Width, Settings.Height));
        }
        catch (Exception failure) when (WriteFailure.Is(failure))
        {
            Dispose();
            throw WriteFailure.Of(Path, failure);
        }
        catch (FaeException)
        {
            Dispose();
            throw;
        }

        Frames++;
    }

    /// <summary>Ends the video and puts it in its place.</summary>
    /// <exception cref="ImageFileException">It cannot be written, or has no frame.</exception>
    public void Finish()
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        try
        {
            if (Frames == 0)
            {
                throw new ImageFileException($"{Path} was not written, because there is no frame.");
            }

            _encoder.Finish();
        }
        catch (Exception failure) when (WriteFailure.Is(failure))
        {
            throw WriteFailure.Of(Path, failure);
        }
        finally
        {
            Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_ended)
        {
            _ended = true;
            _encoder.Dispose();
        }
    }
}
