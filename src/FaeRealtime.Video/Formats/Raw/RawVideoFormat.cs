using FaeRealtime.Video.Encoders;
using FaeRealtime.Video.Metadata;
using FaeRealtime.Video.Programs;

namespace FaeRealtime.Video.Formats.Raw;

/// <summary>RGBA frames one after another into a file, a named pipe or a device.</summary>
internal sealed class RawVideoFormat : VideoFormat
{
    /// <inheritdoc/>
    public override string Name => "raw frames";

    /// <inheritdoc/>
    public override string Extension => ".rgba";

    /// <inheritdoc/>
    public override string MediaType => "application/octet-stream";

    /// <inheritdoc/>
    public override bool IsOneFile => false;

    /// <inheritdoc/>
    public override bool HasSignature => false;

    /// <inheritdoc/>
    public override IVideoEncoder Create(string path, VideoSettings settings, Ffmpeg ffmpeg, CancellationToken cancellationToken) => RawVideo.Open(path, settings, cancellationToken);

    /// <inheritdoc/>
    public override bool Recognises(string path, ReadOnlySpan<byte> start) => File.Exists(RawDescription.PathOf(path));

    /// <inheritdoc/>
    public override string? ReadMetadata(string path, ContainerReader reader) => RawDescription.Read(path).Metadata;
}
