using FaeRealtime.Graphics.Contexts;
using FaeRealtime.Graphics.Cuda;
using Silk.NET.Maths;
using Silk.NET.OpenGL;
using Silk.NET.Windowing;

namespace FaeRealtime.Host.Commands.Doctor;

/// <summary>OpenGL without and with a window, and CUDA.</summary>
internal static class GraphicsCheck
{
    /// <summary>The finding of OpenGL without a window.</summary>
    public const string HeadlessName = "headless OpenGL";

    /// <summary>The window's finding.</summary>
    public const string WindowName = "window";

    private const string GpuName = "gl engine";
    private const int Side = 64;
    private static readonly string[] Variables = ["DISPLAY", "WAYLAND_DISPLAY"];

    /// <summary>A headless context.</summary>
    public static Finding Headless() => DoctorReport.Guarded(
        () =>
        {
            using var context = EglContext.CreateSurfaceless();
            return new Finding(HeadlessName, true, $"{context.Renderer}; {context.Gl.GetStringS(StringName.Version)}, by EGL");
        },
        reason => Finding.Missing(HeadlessName, reason, "no pictures without a window: ./fae demo --headless, ./fae bench", "./fae setup --live-only"));

    /// <summary>Where the OpenGL engine would run.</summary>
    public static Finding Gpu() => Renderers.Gpu(out var reason) is { } gpu
        ? new Finding(GpuName, true, $"{gpu}: live, serve and bench take it (--engine gl)")
        : Finding.Missing(GpuName, reason, "the processor computes (--engine cpu); --engine gl works there too, slowly", "the GPU's driver with EGL");

    /// <summary>A window that is never shown.</summary>
    public static Finding Window() => DoctorReport.Guarded(
        () =>
        {
            string[] displays = [.. Variables.Where(name => Environment.GetEnvironmentVariable(name) is { Length: > 0 })];
            if (displays.Length == 0)
            {
                return NoWindow("There is no display: neither DISPLAY nor WAYLAND_DISPLAY is set.");
            }

            using var window = Silk.NET.Windowing.Window.Create(WindowOptions.Default with { Size = new Vector2D<int>(Side, Side), IsVisible = false });
            window.Initialize();
            var gl = window.CreateOpenGL();
            var place = string.Join(", ", displays.Select(name => $"{name}={Environment.GetEnvironmentVariable(name)}"));
            var finding = new Finding(WindowName, true, $"on {place}: {gl.GetStringS(StringName.Renderer)}; {gl.GetStringS(StringName.Version)}");
            window.Reset();
            return finding;
        },
        NoWindow);

    /// <summary>The NVIDIA driver.</summary>
    public static Finding Cuda() => DoctorReport.Guarded(
        () => CudaDriver.Read() is { Reason.Length: 0 } driver
            ? new Finding("CUDA", true, $"driver for CUDA {driver.Version}: {string.Join(", ", driver.Devices)}")
            : NoCuda(CudaDriver.Read().Reason),
        NoCuda);

    private static Finding NoWindow(string reason) => Finding.Missing(
        WindowName, reason, "the demo writes a file instead; the page shows the live picture in any browser", "start it from a desktop session, or watch in a browser: ./fae serve");

    private static Finding NoCuda(string reason) => Finding.Missing(
        "CUDA", reason, "the processor computes (--engine cpu); --device cuda is refused", "an NVIDIA GPU with its driver, and a CUDA build of libtorch named by FAE_LIBTORCH");
}
