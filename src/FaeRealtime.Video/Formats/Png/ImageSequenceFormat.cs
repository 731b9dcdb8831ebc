using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Files;
using FaeRealtime.Video.Encoders;
using FaeRealtime.Video.Metadata;
using FaeRealtime.Video.Programs;

namespace FaeRealtime.Video.Formats.Png;

/// <summary>A PNG a frame: a name with one <c>%05d</c>.</summary>
internal sealed class ImageSequenceFormat : VideoFormat
{
    /// <inheritdoc/>
    public override string Name => "PNG";

    /// <inheritdoc/>
    public override string Extension => ".png";

    /// <inheritdoc/>
    public override string Usage => "%05d.png";

    /// <inheritdoc/>
    public override string MediaType => "image/png";

    /// <inheritdoc/>
    public override bool IsOneFile => false;

    /// <inheritdoc/>
    public override void CheckName(string path)
    {
        if (!ImagePattern.IsOne(path))
        {
            throw new ConfigException($"{path} is one picture and no video: give a name with a number in it, such as {Path.ChangeExtension(path, null)}%05d.png.");
        }
    }

    /// <inheritdoc/>
    public override IVideoEncoder Create(string path, VideoSettings settings, Ffmpeg ffmpeg, CancellationToken cancellationToken) => new ImageSequence(path, settings);

    /// <inheritdoc/>
    public override bool Recognises(string path, ReadOnlySpan<byte> start) => start.StartsWith(FileSignatures.Png);

    /// <inheritdoc/>
    public override string? ReadMetadata(string path, ContainerReader reader) => PngMetadata.Read(reader);
}
