using System.Runtime.InteropServices;
using System.Text;
using Silk.NET.Windowing;

namespace FaeRealtime.Compat.Windowing.Tests.Windowing;

/// <summary>A drop as GLFW reports it: its callback called with paths that live no longer than the call. No tool for X servers drags files.</summary>
[Collection(XServerTests.Name)]
public sealed unsafe partial class FileDropTests
{
    [XvfbFact]
    public void FileDrop_PathsOfGlfw_AreRaisedAsText()
    {
        using var window = Window.Create(WindowOptions.Default with { Size = new(100, 100) });
        window.Initialize();
        string[] dropped = [];
        window.FileDrop += paths => dropped = paths;
        var callback = (delegate* unmanaged<nint, int, byte**, void>)SetDropCallback(window.Handle, 0);
        SetDropCallback(window.Handle, (nint)callback);
        byte[] first = Encoding.UTF8.GetBytes("/tmp/größe 1.json\0"), second = "/tmp/b\0"u8.ToArray();
        fixed (byte* a = first, b = second)
        {
            var paths = stackalloc byte*[] { a, b };
            callback(window.Handle, 2, paths);
        }

        Assert.Equal(["/tmp/größe 1.json", "/tmp/b"], dropped);
        window.FileDrop += _ => throw new InvalidOperationException("refused");
        fixed (byte* b = second)
        {
            var paths = stackalloc byte*[] { b };
            callback(window.Handle, 1, paths);
        }

        Assert.Equal("refused", Assert.Throws<InvalidOperationException>(window.DoEvents).Message);
    }

    [LibraryImport("libglfw.so.3", EntryPoint = "glfwSetDropCallback")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint SetDropCallback(nint window, nint callback);
}
