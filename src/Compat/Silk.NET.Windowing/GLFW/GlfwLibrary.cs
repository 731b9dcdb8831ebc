using System.Runtime.InteropServices;

namespace Silk.NET.GLFW;

/// <summary>GLFW's life in this process: initialised by the first window or monitor query, never terminated.</summary>
internal static unsafe class GlfwLibrary
{
    private static readonly Lock Gate = new();
    private static bool _initialized;

    /// <summary>Initialises GLFW unless it is; a failure is tried again at the next call.</summary>
    /// <exception cref="GlfwException">The library is missing, or it finds no display.</exception>
    public static void Initialize()
    {
        lock (Gate)
        {
            if (_initialized)
            {
                return;
            }

            try
            {
                _initialized = GlfwNative.Init() != 0;
            }
            catch (DllNotFoundException missing)
            {
                throw new GlfwException($"GLFW Init failed: {GlfwNative.Library} could not be loaded. Install it: apt install libglfw3.", missing);
            }

            if (!_initialized)
            {
                throw Pending("GLFW Init failed, ") ?? new GlfwException("GLFW Init failed");
            }
        }
    }

    /// <summary>Throws the error that GLFW recorded on this thread, if there is one.</summary>
    public static void ThrowIfFailed()
    {
        if (Pending(string.Empty) is { } failure)
        {
            throw failure;
        }
    }

    /// <summary>Forgets the error that GLFW recorded on this thread.</summary>
    public static void ClearError()
    {
        byte* description;
        GlfwNative.GetError(&description);
    }

    private static GlfwException? Pending(string prefix)
    {
        byte* description;
        var code = GlfwNative.GetError(&description);
        return code == ErrorCode.NoError
            ? null
            : new GlfwException($"{prefix}{code}: {Marshal.PtrToStringUTF8((nint)description)}") { ErrorCode = code };
    }
}
