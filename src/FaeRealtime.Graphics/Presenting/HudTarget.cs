using Silk.NET.OpenGL;

namespace FaeRealtime.Graphics.Presenting;

/// <summary>What the HUD's passes have in common: their scale, and the state that they draw with.</summary>
internal static class HudTarget
{
    /// <summary>Distance from the edges in font pixels; the shaders have the same.</summary>
    public const int Margin = 6;

    // At 720 lines a character is 16 pixels high: readable from a chair, small beside the picture.
    private const int LinesPerScale = 360;

    /// <summary>Framebuffer pixels per font pixel.</summary>
    public static int Scale(int targetHeight) => Math.Max(1, targetHeight / LinesPerScale);

    /// <summary>Blends over the whole target from here on.</summary>
    public static void Begin(GL gl, int width, int height)
    {
        gl.Viewport(0, 0, (uint)width, (uint)height);
        gl.Disable(EnableCap.DepthTest);
        gl.Disable(EnableCap.CullFace);
        gl.Disable(EnableCap.ScissorTest);
        gl.Enable(EnableCap.Blend);
        gl.BlendFuncSeparate(BlendingFactor.SrcAlpha, BlendingFactor.OneMinusSrcAlpha, BlendingFactor.One, BlendingFactor.OneMinusSrcAlpha);
    }

    /// <summary>Ends what <see cref="Begin"/> began.</summary>
    public static void End(GL gl)
    {
        gl.BindVertexArray(0);
        gl.Disable(EnableCap.Blend);
    }
}
