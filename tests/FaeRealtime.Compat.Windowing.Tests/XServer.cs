using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Silk.NET.GLFW;
using Silk.NET.Windowing;

namespace FaeRealtime.Compat.Windowing.Tests;

/// <summary>An X server on a free display for this process. Before it starts, one window is asked for without any display.</summary>
public sealed partial class XServer
{
    public XServer()
    {
        _ = UnsetEnvironment("DISPLAY");
        WithoutDisplay = Record.Exception(() => Window.Create(WindowOptions.Default)) as GlfwException;

        // The server ends when its last client, this process, goes: killing it here would make Xlib end the process first.
        var start = new ProcessStartInfo("Xvfb", "-displayfd 1 -screen 0 1280x1024x24 -nolisten tcp -terminate") { RedirectStandardOutput = true, RedirectStandardError = true };
        using var server = Process.Start(start)!;
        var display = ":" + int.Parse(server.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture);

        // GLFW reads the C environment, which .NET's own does not reach.
        _ = SetEnvironment("DISPLAY", display, 1);
        Display = display;
        Window.Create(WindowOptions.Default);
    }

    public GlfwException? WithoutDisplay { get; }

    public string Display { get; }

    /// <summary>Moves the pointer and presses keys as a user would.</summary>
    public void Xdotool(string arguments)
    {
        var start = new ProcessStartInfo("xdotool", arguments);
        start.Environment["DISPLAY"] = Display;
        using var process = Process.Start(start)!;
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);

    [LibraryImport("libc", EntryPoint = "unsetenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int UnsetEnvironment(string name);
}
