namespace FaeRealtime.Video.Tests;

/// <summary>A fact that writes or reads a video through ffmpeg; skipped, with the reason, where that is missing.</summary>
internal sealed class FfmpegFactAttribute : FactAttribute
{
    public FfmpegFactAttribute() => Skip = FfmpegProgram.Reason;
}
