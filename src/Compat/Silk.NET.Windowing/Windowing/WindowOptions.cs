using System.Reflection;
using Silk.NET.Core.Contexts;
using Silk.NET.Maths;

namespace Silk.NET.Windowing;

public struct WindowOptions : IWindowProperties
{
    public static WindowOptions Default => new()
    {
        IsVisible = true,
        Position = new(50, 50),
        Size = new(1280, 720),
        API = GraphicsAPI.Default,
        Title = Assembly.GetEntryAssembly()?.GetName().Name ?? "Silk.NET Window",
        VSync = true,
        ShouldSwapAutomatically = true,
    };

    public bool IsVisible { get; set; }

    public bool ShouldSwapAutomatically { get; set; }

    public bool IsEventDriven { get; set; }

    public bool IsContextControlDisabled { get; set; }

    public VideoMode VideoMode { get; set; }

    public int? PreferredDepthBufferBits { get; set; }

    public int? PreferredStencilBufferBits { get; set; }

    public int? Samples { get; set; }

    public Vector2D<int> Position { get; set; }

    public Vector2D<int> Size { get; set; }

    public double FramesPerSecond { get; set; }

    public double UpdatesPerSecond { get; set; }

    public GraphicsAPI API { get; set; }

    public bool VSync { get; set; }

    public string Title { get; set; }

    public WindowState WindowState { get; set; }

    public WindowBorder WindowBorder { get; set; }

    public bool TransparentFramebuffer { get; set; }

    public bool TopMost { get; set; }

    public IGLContext? SharedContext { get; set; }

    public string? WindowClass { get; set; }
}
