using Silk.NET.Core.Contexts;
using Silk.NET.Core.Loader;
using Silk.NET.GLFW;

namespace Silk.NET.Windowing.Glfw;

internal sealed class GlfwContext(nint window, IGLContextSource source) : IGLContext
{
    public nint Handle => window;

    public IGLContextSource? Source => source;

    // A later window may get the address of a destroyed one.
    public bool IsCurrent => GlfwNative.GetCurrentContext() == window && ReferenceEquals(source.GLContext, this);

    public nint GetProcAddress(string proc, int? slot = default) =>
        TryGetProcAddress(proc, out var address) ? address : throw new SymbolLoadingException(proc);

    public bool TryGetProcAddress(string proc, out nint addr, int? slot = default)
    {
        addr = GlfwNative.GetProcAddress(proc);
        if (addr == 0)
        {
            GlfwLibrary.ThrowIfFailed();
        }

        return addr != 0;
    }

    public void SwapInterval(int interval) => GlfwNative.SwapInterval(interval);

    public void SwapBuffers() => GlfwNative.SwapBuffers(window);

    public void MakeCurrent()
    {
        GlfwNative.MakeContextCurrent(window);
        GlfwLibrary.ThrowIfFailed();
    }

    public void Clear()
    {
        if (IsCurrent)
        {
            GlfwNative.MakeContextCurrent(0);
        }
    }

    public void Dispose()
    {
    }
}
