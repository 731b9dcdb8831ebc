using Silk.NET.Maths;
using Silk.NET.Windowing;

namespace FaeRealtime.Compat.Windowing.Tests.Windowing;

public sealed class WindowOptionsTests
{
    [Fact]
    public void Default_Always_IsAsPublished()
    {
        var options = WindowOptions.Default;
        Assert.True(options.IsVisible && options.VSync && options.ShouldSwapAutomatically);
        Assert.Equal(new Vector2D<int>(50, 50), options.Position);
        Assert.Equal(new Vector2D<int>(1280, 720), options.Size);
        Assert.Equal((0, 0), (options.FramesPerSecond, options.UpdatesPerSecond));
        Assert.Equal((3, 3), (options.API.Version.MajorVersion, options.API.Version.MinorVersion));
        Assert.Equal((ContextAPI.OpenGL, ContextProfile.Core, ContextFlags.ForwardCompatible), (options.API.API, options.API.Profile, options.API.Flags));
        Assert.Equal((WindowState.Normal, WindowBorder.Resizable), (options.WindowState, options.WindowBorder));
        Assert.Null(options.PreferredDepthBufferBits);
    }
}
