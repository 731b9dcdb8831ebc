using System.Runtime.InteropServices;
using System.Text;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Graphics.Contexts;

/// <summary>libEGL, loaded by hand: it is optional, and its absence is a message, not a broken process.</summary>
internal sealed unsafe class EglLibrary
{
    public const string DefaultName = "libEGL.so.1";

    private const string Install = "Install Mesa's driver: apt install libegl1 libegl-mesa0 libgl1-mesa-dri.";

    private readonly nint _library;
    private readonly delegate* unmanaged<byte*, nint> _getProcAddress;
    private readonly delegate* unmanaged<int> _getError;

    private EglLibrary(nint library)
    {
        _library = library;
        _getProcAddress = (delegate* unmanaged<byte*, nint>)Export("eglGetProcAddress");
        _getError = (delegate* unmanaged<int>)Export("eglGetError");
        Initialize = (delegate* unmanaged<nint, int*, int*, uint>)Export("eglInitialize");
        BindApi = (delegate* unmanaged<uint, uint>)Export("eglBindAPI");
        ChooseConfig = (delegate* unmanaged<nint, int*, nint*, int, int*, uint>)Export("eglChooseConfig");
        CreateContext = (delegate* unmanaged<nint, nint, nint, int*, nint>)Export("eglCreateContext");
        DestroyContext = (delegate* unmanaged<nint, nint, uint>)Export("eglDestroyContext");
        MakeCurrent = (delegate* unmanaged<nint, nint, nint, nint, uint>)Export("eglMakeCurrent");
        GetCurrentContext = (delegate* unmanaged<nint>)Export("eglGetCurrentContext");
        GetCurrentDisplay = (delegate* unmanaged<nint>)Export("eglGetCurrentDisplay");
        GetCurrentSurface = (delegate* unmanaged<int, nint>)Export("eglGetCurrentSurface");
        QueryContext = (delegate* unmanaged<nint, nint, int, int*, uint>)Export("eglQueryContext");
        var getPlatformDisplay = GetProcAddress("eglGetPlatformDisplayEXT");
        GetPlatformDisplay = getPlatformDisplay != 0
            ? (delegate* unmanaged<uint, nint, int*, nint>)getPlatformDisplay
            : throw new GraphicsException($"EGL lacks eglGetPlatformDisplayEXT (EGL_EXT_platform_base), so it has no display without a window system. {Install}");
        QueryDevices = (delegate* unmanaged<int, nint*, int*, uint>)GetProcAddress("eglQueryDevicesEXT");
        QueryDeviceAttribute = (delegate* unmanaged<nint, int, nint*, uint>)GetProcAddress("eglQueryDeviceAttribEXT");
        QueryDeviceString = (delegate* unmanaged<nint, int, byte*>)GetProcAddress("eglQueryDeviceStringEXT");
    }

    public delegate* unmanaged<uint, nint, int*, nint> GetPlatformDisplay { get; }

    public delegate* unmanaged<nint, int*, int*, uint> Initialize { get; }

    public delegate* unmanaged<uint, uint> BindApi { get; }

    public delegate* unmanaged<nint, int*, nint*, int, int*, uint> ChooseConfig { get; }

    public delegate* unmanaged<nint, nint, nint, int*, nint> CreateContext { get; }

    public delegate* unmanaged<nint, nint, uint> DestroyContext { get; }

    public delegate* unmanaged<nint, nint, nint, nint, uint> MakeCurrent { get; }

    public delegate* unmanaged<nint> GetCurrentContext { get; }

    public delegate* unmanaged<nint> GetCurrentDisplay { get; }

    /// <summary><c>(EGL_DRAW or EGL_READ)</c>.</summary>
    public delegate* unmanaged<int, nint> GetCurrentSurface { get; }

    /// <summary><c>(display, context, attribute, EGLint*)</c>.</summary>
    public delegate* unmanaged<nint, nint, int, int*, uint> QueryContext { get; }

    /// <summary><c>(capacity, EGLDeviceEXT*, EGLint* count)</c>; null where there is none.</summary>
    public delegate* unmanaged<int, nint*, int*, uint> QueryDevices { get; }

    /// <summary><c>(EGLDeviceEXT, attribute, EGLAttrib*)</c>; null where there is none.</summary>
    public delegate* unmanaged<nint, int, nint*, uint> QueryDeviceAttribute { get; }

    /// <summary><c>(EGLDeviceEXT, name)</c>; null where there is none.</summary>
    public delegate* unmanaged<nint, int, byte*> QueryDeviceString { get; }

    /// <summary>Loads the library.</summary>
    /// <exception cref="GraphicsException">It is absent or no EGL.</exception>
    public static EglLibrary Load(string name) => NativeLibrary.TryLoad(name, out var library)
        ? new(library)
        : throw new GraphicsException($"Headless OpenGL needs EGL, and '{name}' could not be loaded. {Install}");

    public nint GetProcAddress(string name)
    {
        fixed (byte* text = Encoding.ASCII.GetBytes(name + '\0'))
        {
            return _getProcAddress(text);
        }
    }

    /// <summary>The exception for a call that just failed, with EGL's own reason.</summary>
    public GraphicsException Failure(string what, string? remedy = null) => new($"{what} ({ErrorName(_getError())}). {remedy ?? Install}");

    private static string ErrorName(int code) => code switch
    {
        0x3000 => "no EGL error given",
        0x3001 => "EGL_NOT_INITIALIZED: no driver could be loaded",
        0x3002 => "EGL_BAD_ACCESS",
        0x3003 => "EGL_BAD_ALLOC: out of memory",
        0x3004 => "EGL_BAD_ATTRIBUTE",
        0x3005 => "EGL_BAD_CONFIG",
        0x3006 => "EGL_BAD_CONTEXT",
        0x3008 => "EGL_BAD_DISPLAY",
        0x3009 => "EGL_BAD_MATCH: the driver has no such version or profile",
        0x300C => "EGL_BAD_PARAMETER: the platform is unknown",
        0x300E => "EGL_CONTEXT_LOST",
        _ => $"EGL error 0x{code:X4}",
    };

    private nint Export(string name) => NativeLibrary.TryGetExport(_library, name, out var address)
        ? address
        : throw new GraphicsException($"The EGL library lacks '{name}': it is too old or no EGL at all. {Install}");
}
