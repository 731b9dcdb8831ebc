namespace FaeRealtime.Video.Encoders;

/// <summary>How long frames stand, in whole ticks whose sum never drifts from the true time.</summary>
internal static class FrameDelay
{
    /// <param name="frame">From 0.</param>
    /// <param name="fps">Frames a second.</param>
    /// <param name="ticks">Ticks a second: 1000 in WebP, 100 in GIF.</param>
    public static int Of(long frame, double fps, double ticks) => (int)(Math.Round((frame + 1) * ticks / fps) - Math.Round(frame * ticks / fps));
}
