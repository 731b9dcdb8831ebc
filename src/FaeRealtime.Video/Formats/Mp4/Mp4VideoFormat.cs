using FaeRealtime.Video.Encoders;
using FaeRealtime.Video.Metadata;
using FaeRealtime.Video.Programs;

namespace FaeRealtime.Video.Formats.Mp4;

/// <summary>H.264 in mp4, through ffmpeg.</summary>
internal sealed class Mp4VideoFormat : VideoFormat
{
    private static readonly FfmpegCodec Codec = new(
        Careful: ["-c:v", "libx264", "-preset", "medium", "-crf", "16"],
        Live: ["-c:v", "libx264", "-preset", "ultrafast", "-crf", "18", "-threads", "1", "-filter_threads", "1"],
        Sound: ["-c:a", "aac", "-b:a", "192k"],
        Container: ["-movflags", "+faststart", "-f", "mp4"]) { NeedsEvenSides = true };

    /// <inheritdoc/>
    public override string Name => "mp4";

    /// <inheritdoc/>
    public override string Extension => ".mp4";

    /// <inheritdoc/>
    public override string MediaType => "video/mp4";

    /// <inheritdoc/>
    public override bool NeedsFfmpeg => true;

    /// <inheritdoc/>
    public override bool NeedsEvenSides => true;

    /// <inheritdoc/>
    public override bool CarriesSound => true;

    /// <inheritdoc/>
    public override IVideoEncoder Create(string path, VideoSettings settings, Ffmpeg ffmpeg, CancellationToken cancellationToken) => FfmpegVideo.Start(path, Codec, settings, ffmpeg);

    /// <inheritdoc/>
    public override bool Recognises(string path, ReadOnlySpan<byte> start) => start.Length >= 8 && start[4..8].SequenceEqual("ftyp"u8);

    /// <inheritdoc/>
    public override string? ReadMetadata(string path, ContainerReader reader) => Mp4Metadata.Read(reader);
}
