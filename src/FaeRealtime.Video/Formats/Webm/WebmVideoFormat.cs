using FaeRealtime.Video.Encoders;
using FaeRealtime.Video.Metadata;
using FaeRealtime.Video.Programs;

namespace FaeRealtime.Video.Formats.Webm;

/// <summary>VP9 in webm, through ffmpeg.</summary>
internal sealed class WebmVideoFormat : VideoFormat
{
    private static readonly FfmpegCodec Codec = new(
        Careful: ["-c:v", "libvpx-vp9", "-b:v", "0", "-crf", "24", "-deadline", "good", "-cpu-used", "2", "-row-mt", "1"],
        Live: ["-c:v", "libvpx-vp9", "-b:v", "0", "-crf", "24", "-deadline", "realtime", "-cpu-used", "8", "-threads", "1", "-filter_threads", "1"],
        Sound: ["-c:a", "libopus", "-b:a", "160k"],
        Container: ["-f", "webm"]);

    /// <inheritdoc/>
    public override string Name => "webm";

    /// <inheritdoc/>
    public override string Extension => ".webm";

    /// <inheritdoc/>
    public override string MediaType => "video/webm";

    /// <inheritdoc/>
    public override bool NeedsFfmpeg => true;

    /// <inheritdoc/>
    public override bool CarriesSound => true;

    /// <inheritdoc/>
    public override IVideoEncoder Create(string path, VideoSettings settings, Ffmpeg ffmpeg, CancellationToken cancellationToken) => FfmpegVideo.Start(path, Codec, settings, ffmpeg);

    /// <inheritdoc/>
    public override bool Recognises(string path, ReadOnlySpan<byte> start) => start.StartsWith(MatroskaMetadata.Signature);

    /// <inheritdoc/>
    public override string? ReadMetadata(string path, ContainerReader reader) => MatroskaMetadata.Read(reader);
}
