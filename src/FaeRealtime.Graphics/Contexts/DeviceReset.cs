using System.Runtime.CompilerServices;
using FaeRealtime.Core.Errors;
using Silk.NET.OpenGL;

namespace FaeRealtime.Graphics.Contexts;

/// <summary>Asks a context whether its device was reset (OpenGL 4.5, KHR_robustness, ARB_robustness): from then on its calls do nothing and its memory holds nothing.</summary>
/// <remarks>A driver tells only contexts that were made with reset notification (<see cref="EglContext.NotifiesResets"/>); of others the answer is always no.</remarks>
public sealed unsafe class DeviceReset
{
    // Weakly: looked up once a context, and forgotten with its entry points.
    private static readonly ConditionalWeakTable<GL, DeviceReset> Known = [];

    private readonly delegate* unmanaged<int> _status;

    private DeviceReset(nint status) => _status = (delegate* unmanaged<int>)status;

    /// <summary>Returns while the device is there. One call of the driver, which waits for nothing; it belongs behind a frame.</summary>
    /// <param name="context">Current on the calling thread. Borrowed.</param>
    /// <exception cref="GraphicsException">The device was reset.</exception>
    public static void Require(IGlContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var reset = Known.GetValue(context.Gl, Find);
        if (reset._status == null || (GLEnum)reset._status() is not (not GLEnum.NoError and var status))
        {
            return;
        }

        var cause = status switch
        {
            GLEnum.GuiltyContextReset => "by what this context gave it to do",
            GLEnum.InnocentContextReset => "by what another context gave it to do",
            _ => "for a reason that the driver does not know",
        };
        throw new GraphicsException($"The device {context.Renderer} was reset {cause}, and all that was in its memory is gone. Load the model again, or take another engine.");
    }

    private static DeviceReset Find(GL gl)
    {
        var name = Version(gl) >= 45 || gl.IsExtensionPresent("GL_KHR_robustness") ? "glGetGraphicsResetStatus"
            : gl.IsExtensionPresent("GL_ARB_robustness") ? "glGetGraphicsResetStatusARB"
            : null;
        return new DeviceReset(name is not null && gl.Context.TryGetProcAddress(name, out var address) ? address : 0);
    }

    /// <summary>The strategy of the context that is current (GL_RESET_NOTIFICATION_STRATEGY): whether it is told of resets. Leaves no error behind.</summary>
    /// <param name="gl">Entry points of the current context. Borrowed.</param>
    internal static bool NotifiesCurrent(GL gl)
    {
        const GLEnum strategy = (GLEnum)0x8256;
        const int loseContext = 0x8252;
        return (Version(gl) >= 45 || (Version(gl) >= 30 && (gl.IsExtensionPresent("GL_KHR_robustness") || gl.IsExtensionPresent("GL_ARB_robustness"))))
            && gl.GetInteger(strategy) == loseContext;
    }

    // From the text, which every version has: a number that an old context does not know would leave an error in it.
    private static int Version(GL gl)
    {
        string[] parts = (gl.GetStringS(StringName.Version) ?? string.Empty).Split('.', ' ');
        return parts.Length > 1 && int.TryParse(parts[0], out var major) && int.TryParse(parts[1], out var minor) ? (10 * major) + minor : 0;
    }
}
