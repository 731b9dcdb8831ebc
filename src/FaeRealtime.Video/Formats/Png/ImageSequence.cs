using System.Globalization;
using FaeRealtime.Video.Encoders;

namespace FaeRealtime.Video.Formats.Png;

/// <summary>A PNG a frame, numbered from 0. Each is whole, so those before a failure stay; older ones with higher numbers are left alone.</summary>
/// <param name="path">Pattern, see <see cref="ImagePattern"/>.</param>
/// <param name="format">Size and metadata.</param>
internal sealed class ImageSequence(string path, VideoSettings format) : IVideoEncoder
{
    private long _frames;

    /// <inheritdoc/>
    public void Add(ReadOnlySpan<byte> rgba)
    {
        var number = _frames.ToString(CultureInfo.InvariantCulture);
        PngFile.Write(ImagePattern.PathOf(path, _frames), rgba, format.Width, format.Height, format.Metadata, ("frame", number));
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
