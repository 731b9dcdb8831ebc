using System.Globalization;

namespace FaeRealtime.Host.Output.Films;

/// <summary>A PNG a frame, numbered from 0. Each is whole, so those before a failure stay; older ones with higher numbers are left alone.</summary>
/// <param name="path">Pattern, see <see cref="PicturePattern"/>.</param>
/// <param name="format">Size and notes.</param>
internal sealed class PictureSequence(string path, FilmFormat format) : IFilmEncoder
{
    private long _frames;

    /// <inheritdoc/>
    public void Add(ReadOnlySpan<byte> rgba)
    {
        var number = _frames.ToString(CultureInfo.InvariantCulture);
        PictureFile.Write(PicturePattern.PathOf(path, _frames), rgba, format.Width, format.Height, format.Notes, ("frame", number));
        _frames++;
    }

    /// <inheritdoc/>
    public void Finish()
    {
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
