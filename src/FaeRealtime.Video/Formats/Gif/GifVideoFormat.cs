using FaeRealtime.Video.Encoders;
using FaeRealtime.Video.Metadata;
using FaeRealtime.Video.Programs;

namespace FaeRealtime.Video.Formats.Gif;

/// <summary>Animated GIF, 256 colours a frame.</summary>
internal sealed class GifVideoFormat : VideoFormat
{
    /// <inheritdoc/>
    public override string Name => "GIF";

    /// <inheritdoc/>
    public override string Extension => ".gif";

    /// <inheritdoc/>
    public override string MediaType => "image/gif";

    /// <inheritdoc/>
    public override double MaximumFps => 50.0;

    // Half of the usual rate, which its delays in hundredths of a second come near.
    /// <inheritdoc/>
    public override double UsualFps => 30.0;

    /// <inheritdoc/>
    public override IVideoEncoder Create(string path, VideoSettings settings, Ffmpeg ffmpeg, CancellationToken cancellationToken) => GifVideo.Create(path, settings);

    /// <inheritdoc/>
    public override bool Recognises(string path, ReadOnlySpan<byte> start) => start.StartsWith("GIF8"u8);

    /// <inheritdoc/>
    public override string? ReadMetadata(string path, ContainerReader reader) => GifMetadata.Read(reader);
}
