namespace FaeRealtime.Graphics.Presenting;

/// <summary>Where the HUD stands on a target, and how large.</summary>
internal static class HudTarget
{
    /// <summary>Distance from the edges in font pixels; the shaders have the same.</summary>
    public const int Margin = 6;

    // At 720 lines a character is 16 pixels high: readable from a chair, small beside the picture.
    private const int LinesPerScale = 360;

    /// <summary>Framebuffer pixels per font pixel.</summary>
    public static int Scale(int targetHeight) => Math.Max(1, targetHeight / LinesPerScale);
}
