using FaeRealtime.Core;
using FaeRealtime.Core.Errors;
using FaeRealtime.Graphics.Lifetime;
using Silk.NET.OpenGL;

namespace FaeRealtime.Graphics.Contexts;

/// <summary>A headless OpenGL core context: no window system, no surface; drawing goes to framebuffer objects.</summary>
public sealed unsafe class EglContext : IGlContext
{
    // EGL_PLATFORM_SURFACELESS_MESA; the other numbers are EGL 1.5's, named after it.
    private const uint PlatformSurfacelessMesa = 0x31DD;
    private const uint PlatformDeviceExt = 0x313F;
    private const uint OpenGlApi = 0x30A2;
    private const int SurfaceType = 0x3033, PbufferBit = 1, RenderableType = 0x3040, OpenGlBit = 8, None = 0x3038;
    private const int ConfigId = 0x3028, Draw = 0x3059, Read = 0x305A;
    private const int ResetNotification = 0x31BD, LoseContextOnReset = 0x31BF;
    private const int MajorVersion = 0x3098, MinorVersion = 0x30FB, ProfileMask = 0x30FD, CoreProfileBit = 1;

    private readonly EglLibrary _egl;
    private readonly nint _display;
    private readonly nint _context;
    private int _disposed;

    private EglContext(EglLibrary egl, nint display, nint context, GL gl) => (_egl, _display, _context, Gl) = (egl, display, context, gl);

    /// <inheritdoc/>
    public nint SharesWith { get; private init; }

    /// <summary>The entry points; call them only while the context is current on the calling thread.</summary>
    public GL Gl { get; }

    /// <summary>The driver's own name (<c>GL_RENDERER</c>), for example <c>llvmpipe (LLVM 15.0.6, 256 bits)</c>.</summary>
    public string Renderer { get; private set; } = string.Empty;

    /// <summary>Whether the driver tells this context of a reset of its device (<see cref="DeviceReset"/>). One that shares is made as the context it shares with was.</summary>
    public bool NotifiesResets { get; private set; }

    /// <summary>Whether the processor draws, as Mesa's llvmpipe does.</summary>
    public bool IsSoftware => Renderers.IsSoftware(Renderer);

    /// <summary>Creates a context on Mesa's surfaceless platform, OpenGL 4.5 core or else 3.3 core, and makes it current on the calling thread.</summary>
    /// <returns>The context; the caller disposes.</returns>
    /// <exception cref="GraphicsException">EGL or a driver is missing, or the driver has no OpenGL 3.3; the message says what to install.</exception>
    public static EglContext CreateSurfaceless() => Create(EglLibrary.DefaultName, PlatformSurfacelessMesa);

    /// <summary>Why the context is not on the device that was asked for; null where it is, or none was.</summary>
    public string? FallbackReason { get; private init; }

    /// <summary>Creates a context on the GPU of a CUDA device, so that textures can be shared with it, or else as <see cref="CreateSurfaceless"/>, and makes it current on the calling thread.</summary>
    /// <param name="ordinal">The device's number among those that the process sees, as in <c>cuda:0</c>.</param>
    /// <returns>The context, with <see cref="FallbackReason"/> where it is elsewhere; the caller disposes.</returns>
    /// <exception cref="GraphicsException">As for <see cref="CreateSurfaceless"/>.</exception>
    public static EglContext CreateForCuda(int ordinal)
    {
        string reason;
        try
        {
            var devices = EglDevice.All(EglLibrary.Load(EglLibrary.DefaultName));
            if (devices.FirstOrDefault(device => device.CudaOrdinal == ordinal) is { } found)
            {
                return Create(EglLibrary.DefaultName, PlatformDeviceExt, found.Handle);
            }

            reason = $"none of EGL's {devices.Count} devices is CUDA device {ordinal} (is the NVIDIA driver's EGL installed, libEGL_nvidia.so.0 and its file in glvnd/egl_vendor.d?)";
        }
        catch (GraphicsException failure)
        {
            reason = failure.Message.TrimEnd('.');
        }

        return Create(EglLibrary.DefaultName, PlatformSurfacelessMesa, fallbackReason: reason);
    }

    /// <summary>Creates a context for compute shaders on the first GPU that offers one, or else as <see cref="CreateSurfaceless"/>, and makes it current on the calling thread.</summary>
    /// <returns>The context, OpenGL 4.3 or later; the caller disposes.</returns>
    /// <exception cref="GraphicsException">EGL or a driver is missing, or none has OpenGL 4.3.</exception>
    public static EglContext CreateForCompute()
    {
        var egl = EglLibrary.Load(EglLibrary.DefaultName);
        foreach (var device in EglDevice.TryAll(egl).Where(device => !device.IsSoftware))
        {
            try
            {
                var context = Create(EglLibrary.DefaultName, PlatformDeviceExt, device.Handle);
                if (!context.IsSoftware && context.HasCompute())
                {
                    return context;
                }

                context.Dispose();
            }
            catch (GraphicsException)
            {
                // A device without a working driver: the next one, and in the end the software renderer.
            }
        }

        using var parts = new PartsInMaking();
        var surfaceless = parts.Add(CreateSurfaceless());
        return surfaceless.HasCompute()
            ? parts.Finish(surfaceless)
            : throw new GraphicsException($"{surfaceless.Renderer} has no OpenGL 4.3, which compute shaders need. Install the GPU's driver, or take another engine.");
    }

    /// <summary>Creates a context that shares its objects with the EGL context that is current on the calling thread and stays so.</summary>
    /// <returns>The context, current nowhere; null where no EGL context is current.</returns>
    /// <exception cref="GraphicsException">The driver refuses.</exception>
    internal static EglContext? TryShareCurrent()
    {
        var egl = EglLibrary.Load(EglLibrary.DefaultName);
        if (egl.GetCurrentContext() is 0)
        {
            return null;
        }

        var (display, other, draw, read) = (egl.GetCurrentDisplay(), egl.GetCurrentContext(), egl.GetCurrentSurface(Draw), egl.GetCurrentSurface(Read));
        int id = 0, count = 0;
        nint config = 0;
        egl.BindApi(OpenGlApi);
        egl.QueryContext(display, other, ConfigId, &id);
        var attributes = stackalloc int[] { ConfigId, id, None };

        // A context without a configuration is shared without one.
        config = id != 0 && egl.ChooseConfig(display, attributes, &config, 1, &count) != 0 && count > 0 ? config : 0;

        // Contexts of one group must agree in it.
        var notified = DeviceReset.NotifiesCurrent(GL.GetApi(egl.GetProcAddress));
        var context = CreateCore(egl, display, config, 4, 5, notified, other);
        context = context != 0 ? context : CreateCore(egl, display, config, 4, 3, notified, other);
        if (context == 0)
        {
            throw egl.Failure("The driver gives no OpenGL 4.3 context that shares with the current one", "Install the GPU's driver, or take another engine.");
        }

        var shared = new EglContext(egl, display, context, GL.GetApi(egl.GetProcAddress)) { SharesWith = other };
        try
        {
            // Begin leaves it current; the caller's comes back.
            return Begin(shared);
        }
        finally
        {
            egl.MakeCurrent(display, draw, read, other);
        }
    }

    /// <inheritdoc/>
    public void EnsureCurrent()
    {
        if (_disposed != 0 || !IsCurrent())
        {
            MakeCurrent();
        }
    }

    /// <summary>Makes the context current on the calling thread, which becomes its GL thread.</summary>
    /// <exception cref="GraphicsException">The context is current on another thread, or lost.</exception>
    public void MakeCurrent()
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);

        // Which API a thread speaks is the thread's own state, and starts as OpenGL ES.
        _egl.BindApi(OpenGlApi);
        if (_egl.MakeCurrent(_display, 0, 0, _context) == 0)
        {
            throw _egl.Failure("The EGL context cannot be made current on this thread", "Call ReleaseCurrent on the thread that holds it first.");
        }
    }

    /// <summary>Leaves the calling thread without this context, so that another thread can take it.</summary>
    public void ReleaseCurrent()
    {
        if (_disposed == 0 && IsCurrent())
        {
            _egl.MakeCurrent(_display, 0, 0, 0);
        }
    }

    /// <summary>Destroys the context and everything in it. Legal twice, from any thread, and before the objects made in it are disposed.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        GlDeletionQueue.For(Gl).Abandon();
        if (IsCurrent())
        {
            _egl.MakeCurrent(_display, 0, 0, 0);
        }

        // The display stays initialised: EGL shares it between all contexts of the process and does not count them.
        _egl.DestroyContext(_display, _context);
    }

    internal static EglContext Create(string library, uint platform, nint device = 0, string? fallbackReason = null)
    {
        var egl = EglLibrary.Load(library);
        var display = egl.GetPlatformDisplay(platform, device, null);
        if (display == 0)
        {
            throw egl.Failure($"EGL has no display on platform 0x{platform:X4}");
        }

        int major, minor;
        if (egl.Initialize(display, &major, &minor) == 0)
        {
            throw egl.Failure("EGL could not start a driver without a window system");
        }

        if (egl.BindApi(OpenGlApi) == 0)
        {
            throw egl.Failure("This EGL has OpenGL ES only, not OpenGL");
        }

        var config = ChooseConfig(egl, display);
        var context = CreateCore(egl, display, config, 4, 5, notified: true);
        context = context != 0 ? context : CreateCore(egl, display, config, 4, 5, notified: false);
        context = context != 0 ? context : CreateCore(egl, display, config, 3, 3, notified: false);
        return context != 0
            ? Begin(new(egl, display, context, GL.GetApi(egl.GetProcAddress)) { FallbackReason = fallbackReason })
            : throw egl.Failure("The driver gives neither an OpenGL 4.5 nor a 3.3 core context");
    }

    private static EglContext Begin(EglContext context)
    {
        using var parts = new PartsInMaking();
        parts.Add(context);
        GlDeletionQueue.For(context.Gl).Watch(context.IsCurrent);
        context.MakeCurrent();
        context.Renderer = context.Gl.GetStringS(StringName.Renderer) ?? "unknown renderer";
        context.NotifiesResets = DeviceReset.NotifiesCurrent(context.Gl);
        return parts.Finish(context);
    }

    private static nint ChooseConfig(EglLibrary egl, nint display)
    {
        var attributes = stackalloc int[] { SurfaceType, PbufferBit, RenderableType, OpenGlBit, None };
        nint config;
        var count = 0;
        return egl.ChooseConfig(display, attributes, &config, 1, &count) != 0 && count > 0
            ? config
            : throw egl.Failure("The EGL driver has no configuration for OpenGL");
    }

    // Without the notification the list ends before it.
    private static nint CreateCore(EglLibrary egl, nint display, nint config, int major, int minor, bool notified, nint share = 0)
    {
        var attributes = stackalloc int[] { MajorVersion, major, MinorVersion, minor, ProfileMask, CoreProfileBit, notified ? ResetNotification : None, LoseContextOnReset, None };
        return egl.CreateContext(display, config, share, attributes);
    }

    private bool HasCompute() => (Gl.GetInteger(GetPName.MajorVersion), Gl.GetInteger(GetPName.MinorVersion)).CompareTo((4, 3)) >= 0;

    private bool IsCurrent() => _egl.GetCurrentContext() == _context;
}
