namespace FaeRealtime.Graphics.Contexts;

/// <summary>What a driver's name tells.</summary>
public static class Renderers
{
    /// <summary>Whether the processor draws instead of a GPU.</summary>
    /// <param name="renderer"><c>GL_RENDERER</c>; null for unknown.</param>
    public static bool IsSoftware(string? renderer) =>
        renderer is not null && (renderer.Contains("llvmpipe", StringComparison.OrdinalIgnoreCase) || renderer.Contains("softpipe", StringComparison.OrdinalIgnoreCase));
}
