using System.Runtime.InteropServices;
using Silk.NET.GLFW;
using Silk.NET.Maths;

namespace Silk.NET.Windowing.Glfw;

internal sealed unsafe class GlfwMonitor(nint handle, int index) : IMonitor
{
    public nint Handle => handle;

    public string Name => Marshal.PtrToStringUTF8(GlfwNative.GetMonitorName(handle)) ?? string.Empty;

    public int Index => index;

    public Rectangle<int> Bounds
    {
        get
        {
            int x, y;
            GlfwNative.GetMonitorPos(handle, &x, &y);
            return new(new(x, y), VideoMode.Resolution ?? default);
        }
    }

    public VideoMode VideoMode
    {
        get
        {
            var mode = GlfwNative.GetVideoMode(handle);
            return mode == null ? VideoMode.Default : new(new Vector2D<int>(mode->Width, mode->Height), mode->RefreshRate);
        }
    }

    public static GlfwMonitor[] All()
    {
        GlfwLibrary.Initialize();
        var count = 0;
        var handles = GlfwNative.GetMonitors(&count);
        var monitors = new GlfwMonitor[count];
        for (var i = 0; i < count; i++)
        {
            monitors[i] = new(handles[i], i);
        }

        return monitors;
    }

    public static GlfwMonitor Primary()
    {
        var all = All();
        var primary = GlfwNative.GetPrimaryMonitor();
        return Array.Find(all, monitor => monitor.Handle == primary) ?? throw new GlfwException("GLFW finds no monitor");
    }

    public IWindow CreateWindow(WindowOptions opts) => new GlfwWindow(opts, this);
}
