using FaeRealtime.Core.Errors;

namespace FaeRealtime.Host.Output.Films;

/// <summary>A film being written: frames go in, a whole file comes out or none. The name's ending chooses the kind (<see cref="FilmKind"/>).</summary>
/// <remarks>For one thread at a time. Pictures with numbers, pipes and devices keep what was written before a failure; everything else is removed.</remarks>
internal sealed class Film : IDisposable
{
    private readonly IFilmEncoder _encoder;
    private readonly FrameScale? _scale;
    private bool _ended;

    private Film(string path, FilmFormat format, IFilmEncoder encoder, FrameScale? scale) => (Path, Format, _encoder, _scale) = (path, format, encoder, scale);

    /// <summary>The file, or the pattern of files.</summary>
    public string Path { get; }

    public FilmFormat Format { get; }

    /// <summary>How many frames were added.</summary>
    public long Frames { get; private set; }

    /// <summary>Begins a film.</summary>
    /// <param name="path">The file; an older one is replaced at <see cref="Finish"/>.</param>
    /// <param name="format">Size, rate, notes.</param>
    /// <param name="ffmpeg">Where ffmpeg is looked for; null for the usual places.</param>
    /// <param name="cancellationToken">Ends the wait for a named pipe's reader.</param>
    /// <returns>The film; the caller disposes, which without <see cref="Finish"/> gives it up.</returns>
    /// <exception cref="ConfigException">The name, folder, size, rate or notes do not fit.</exception>
    /// <exception cref="NativeException">ffmpeg is needed and missing.</exception>
    /// <exception cref="ImageFileException">The file cannot be made.</exception>
    public static Film Open(string path, FilmFormat format, Ffmpeg? ffmpeg = null, CancellationToken cancellationToken = default)
    {
        var program = ffmpeg ?? Ffmpeg.Installed;
        var kind = FilmName.Check(path, format, program);
        try
        {
            // ffmpeg scales itself, in its own process.
            return kind is FilmKind.Mp4 or FilmKind.Webm
                ? new Film(path, format, new FfmpegFilm(path, kind, format, program), null)
                : new Film(path, format, Encoder(kind, path, format.Scaled, cancellationToken), new FrameScale(format.Scaled.Width, format.Scaled.Height));
        }
        catch (Exception failure) when (WriteFailure.Is(failure))
        {
            throw WriteFailure.Of(path, failure);
        }
    }

    /// <summary>Adds a frame; may wait.</summary>
    /// <param name="rgba">RGBA <c>[H, W, 4]</c>, top row first, before scaling. Borrowed.</param>
    /// <exception cref="ShapeException">The frame has another size.</exception>
    /// <exception cref="ImageFileException">It cannot be written; the film is given up.</exception>
    public void Add(ReadOnlySpan<byte> rgba)
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        if (rgba.Length != Format.FrameBytes)
        {
            throw new ShapeException($"{Path}: a frame has {rgba.Length} bytes, {Format.Width} x {Format.Height} pixels need {Format.FrameBytes}.");
        }

        try
        {
            _encoder.Add(_scale is null ? rgba : _scale.Of(rgba, Format.Width, Format.Height));
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

    /// <summary>Ends the film and puts it in its place.</summary>
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

    private static IFilmEncoder Encoder(FilmKind kind, string path, FilmFormat format, CancellationToken cancellationToken) => kind switch
    {
        FilmKind.Pictures => new PictureSequence(path, format),
        FilmKind.Webp => new WebpFilm(path, format),
        FilmKind.Gif => new GifFilm(path, format),
        _ => RawFilm.Open(path, format, cancellationToken),
    };
}
