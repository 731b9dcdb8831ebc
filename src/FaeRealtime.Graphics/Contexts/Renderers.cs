using FaeRealtime.Core.Errors;

namespace FaeRealtime.Graphics.Contexts;

/// <summary>What a driver's name tells.</summary>
public static class Renderers
{
    /// <summary>The GPU that compute shaders would run on.</summary>
    /// <param name="reason">Why there is none; the end of a sentence, without a full stop.</param>
    /// <returns>Its name; null for none.</returns>
    public static string? Gpu(out string reason)
    {
        try
        {
            if (EglDevice.TryAll(EglLibrary.Load(EglLibrary.DefaultName)).All(device => device.IsSoftware))
            {
                reason = "EGL lists no GPU";
                return null;
            }

            using var context = EglContext.CreateForCompute();
            reason = $"{context.Renderer} is the processor";
            return context.IsSoftware ? null : context.Renderer;
        }
        catch (GraphicsException failure)
        {
            reason = failure.Message.TrimEnd('.');
            return null;
        }
    }

    /// <summary>Whether the processor draws instead of a GPU.</summary>
    /// <param name="renderer"><c>GL_RENDERER</c>; null for unknown.</param>
    public static bool IsSoftware(string? renderer) =>
        renderer is not null && (renderer.Contains("llvmpipe", StringComparison.OrdinalIgnoreCase) || renderer.Contains("softpipe", StringComparison.OrdinalIgnoreCase));
}
