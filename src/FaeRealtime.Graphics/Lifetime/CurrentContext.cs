using System.Runtime.InteropServices;

namespace FaeRealtime.Graphics.Lifetime;

/// <summary>Which OpenGL context is current on the calling thread, asked of the window systems' own libraries; it may be anyone's.</summary>
public static unsafe class CurrentContext
{
    // In the order of asking; what a machine has not is left out.
    private static readonly (string Library, string Function)[] Known =
    [
        ("libEGL.so.1", "eglGetCurrentContext"), ("libGLX.so.0", "glXGetCurrentContext"), ("libGL.so.1", "glXGetCurrentContext"),
        ("opengl32.dll", "wglGetCurrentContext"), ("/System/Library/Frameworks/OpenGL.framework/OpenGL", "CGLGetCurrentContext"),
    ];

    private static readonly nint[] Functions = [.. Known.Select(Load).Where(function => function != 0)];

    /// <summary>Its native handle; 0 where none is current, or one of a system that is not known here.</summary>
    public static nint Handle
    {
        get
        {
            foreach (var function in Functions)
            {
                if (((delegate* unmanaged<nint>)function)() is not 0 and var context)
                {
                    return context;
                }
            }

            return 0;
        }
    }

    // Libraries stay loaded: OpenGL drivers do not stand being unloaded.
    private static nint Load((string Library, string Function) source) =>
        NativeLibrary.TryLoad(source.Library, out var library) && NativeLibrary.TryGetExport(library, source.Function, out var function) ? function : 0;
}
