using Silk.NET.GLFW;
using Silk.NET.Input;
using Silk.NET.Maths;
using Silk.NET.OpenGL;
using Silk.NET.Windowing;

namespace FaeRealtime.Compat.Windowing.Tests.Windowing;

[Collection(XServerTests.Name)]
public sealed class WindowTests(XServer server)
{
    private static readonly WindowOptions Small = WindowOptions.Default with { Size = new(320, 200), Title = "test", VSync = false };

    [XvfbFact]
    public void Create_WithoutDisplay_ThrowsWhatGlfwSays()
    {
        Assert.NotNull(server.WithoutDisplay);
        Assert.Equal(global::Silk.NET.GLFW.ErrorCode.PlatformError, server.WithoutDisplay.ErrorCode);
        Assert.StartsWith("GLFW Init failed, PlatformError: X11:", server.WithoutDisplay.Message, StringComparison.Ordinal);
    }

    [XvfbFact]
    public void Run_UntilClosed_RaisesEventsInOrder()
    {
        List<string> log = [];
        using var window = Window.Create(Small);
        window.Load += () => log.Add(window.GLContext!.IsCurrent ? "load with context" : "load");
        window.Update += _ => log.Add("update");
        window.Render += _ =>
        {
            log.Add("render");
            window.Close();
        };
        window.Closing += () => log.Add("closing");
        Assert.Equal(0, window.Handle);
        window.Run();
        Assert.Equal(["load with context", "update", "render", "closing"], log);
        Assert.False(window.IsInitialized);
        Assert.Equal(0, window.Handle);
    }

    [XvfbFact]
    public void Reset_InsideTheLoop_Throws()
    {
        using var window = Window.Create(Small);
        window.Render += _ => window.Reset();
        Assert.Throws<InvalidOperationException>(() => window.Run());
    }

    [XvfbFact]
    public void Dispose_Twice_IsLegal()
    {
        var window = Window.Create(Small);
        window.Initialize();
        Assert.True(window.IsInitialized);
        window.Dispose();
        window.Dispose();
        Assert.True(window.IsClosing);
    }

    [XvfbFact]
    public void DoRender_WithoutVSync_KeepsTheFramePeriod()
    {
        var frames = 0;
        using var window = Window.Create(Small with { FramesPerSecond = 0.001 });
        window.Render += _ => frames++;
        window.Initialize();
        window.DoRender();
        Assert.Equal(0, frames);
        window.FramesPerSecond = 0;
        window.DoRender();
        window.DoRender();
        Assert.Equal(2, frames);
        (window.FramesPerSecond, window.VSync) = (0.001, true);
        window.DoRender();
        Assert.Equal(3, frames);
    }

    [XvfbFact]
    public void CreateOpenGL_ClearedWindow_ReadsTheColourBack()
    {
        using var window = Window.Create(Small with { ShouldSwapAutomatically = false });
        window.Initialize();
        var gl = window.CreateOpenGL();
        Assert.Contains("OpenGL", "OpenGL " + gl.GetStringS(StringName.Version), StringComparison.Ordinal);
        gl.ClearColor(1, 0.2f, 0, 1);
        gl.Clear(ClearBufferMask.ColorBufferBit);
        Span<byte> pixel = stackalloc byte[4];
        gl.ReadPixels(10, 10, 1, 1, PixelFormat.Rgba, PixelType.UnsignedByte, pixel);
        Assert.Equal([255, 51, 0], pixel[..3].ToArray());
        window.SwapBuffers();
        window.ClearContext();
        Assert.False(window.GLContext!.IsCurrent);
        window.MakeCurrent();
        Assert.True(window.GLContext.IsCurrent);
        Assert.Equal(GLEnum.NoError, gl.GetError());
    }

    [XvfbFact]
    public void Size_Set_RaisesBothResizeEvents()
    {
        Vector2D<int> size = default, framebuffer = default;
        using var window = Window.Create(Small);
        window.Resize += value => size = value;
        window.FramebufferResize += value => framebuffer = value;
        window.Initialize();
        window.Size = new(400, 300);
        window.WaitUntil(() => size.X == 400 && framebuffer.X == 400);
        Assert.Equal(new Vector2D<int>(400, 300), size);
        Assert.Equal(size, framebuffer);
        Assert.Equal(size, window.FramebufferSize);
    }

    [XvfbFact]
    public void WindowState_FullscreenAndBack_CoversTheMonitorThenRestores()
    {
        using var window = Window.Create(Small);
        window.Initialize();
        window.WindowState = WindowState.Fullscreen;
        var monitor = global::Silk.NET.Windowing.Monitor.GetMainMonitor(window);
        window.WaitUntil(() => window.FramebufferSize == monitor.Bounds.Size);
        Assert.Equal(new Vector2D<int>(1280, 1024), window.Size);
        Assert.Equal(WindowState.Fullscreen, window.WindowState);
        Assert.Equal(0, window.Monitor!.Index);
        window.WindowState = WindowState.Normal;
        window.WaitUntil(() => window.FramebufferSize.X == 320);
        Assert.Equal(WindowState.Normal, window.WindowState);
    }

    [XvfbFact]
    public void DoEvents_HandlerThrew_ThrowsItInManagedCode()
    {
        using var window = Window.Create(Small);
        window.Resize += _ => throw new InvalidDataException("from the handler");
        window.Initialize();
        window.Size = new(500, 300);
        var failure = Assert.Throws<InvalidDataException>(() => window.WaitUntil(() => false));
        Assert.Equal("from the handler", failure.Message);
    }

    [XvfbFact]
    public void Initialize_ImpossibleContext_ThrowsGlfwException()
    {
        using var window = Window.Create(Small with { API = new GraphicsAPI(ContextAPI.OpenGL, new APIVersion(9, 9)) });
        Assert.Throws<GlfwException>(window.Initialize);
        Assert.False(window.IsInitialized);
    }

    [XvfbFact]
    public void CreateInput_BeforeInitialize_Throws()
    {
        using var window = Window.Create(Small);
        Assert.Throws<InvalidOperationException>(() => window.CreateInput());
    }
}
