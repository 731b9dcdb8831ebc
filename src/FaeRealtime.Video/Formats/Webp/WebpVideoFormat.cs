using FaeRealtime.Video.Encoders;
using FaeRealtime.Video.Metadata;
using FaeRealtime.Video.Programs;

namespace FaeRealtime.Video.Formats.Webp;

/// <summary>Animated WebP, lossy.</summary>
internal sealed class WebpVideoFormat : VideoFormat
{
    /// <inheritdoc/>
    public override string Name => "WebP";

    /// <inheritdoc/>
    public override string Extension => ".webp";

    /// <inheritdoc/>
    public override string MediaType => "image/webp";

    /// <inheritdoc/>
    public override int LargestSide => 16383;

    // Browsers show a delay of 10 ms and less as 100 ms.
    /// <inheritdoc/>
    public override double MaximumFps => 90.0;

    /// <inheritdoc/>
    public override IVideoEncoder Create(string path, VideoSettings settings, Ffmpeg ffmpeg, CancellationToken cancellationToken) => WebpVideo.Create(path, settings);

    /// <inheritdoc/>
    public override bool Recognises(string path, ReadOnlySpan<byte> start) => start.Length >= 12 && start.StartsWith("RIFF"u8) && start[8..12].SequenceEqual("WEBP"u8);

    /// <inheritdoc/>
    public override string? ReadMetadata(string path, ContainerReader reader) => WebpMetadata.Read(reader);
}
