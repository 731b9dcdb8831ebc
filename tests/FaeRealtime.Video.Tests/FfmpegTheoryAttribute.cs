namespace FaeRealtime.Video.Tests;

/// <summary>A theory as <see cref="FfmpegFactAttribute"/>.</summary>
internal sealed class FfmpegTheoryAttribute : TheoryAttribute
{
    public FfmpegTheoryAttribute() => Skip = FfmpegProgram.Reason;
}
