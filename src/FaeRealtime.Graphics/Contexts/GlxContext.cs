using System.Runtime.InteropServices;
using System.Text;
using FaeRealtime.Core;
using FaeRealtime.Core.Errors;
using FaeRealtime.Graphics.Lifetime;
using Silk.NET.OpenGL;

namespace FaeRealtime.Graphics.Contexts;

/// <summary>An OpenGL core context that shares its objects with a window's on X11, over a pixel buffer of 1×1.</summary>
internal sealed unsafe class GlxContext : IGlContext
{
    private const int ConfigId = 0x8013, Screen = 0x800C, BufferWidth = 0x8041, BufferHeight = 0x8040, None = 0;
    private const int ResetNotification = 0x8256, LoseContextOnReset = 0x8252;
    private const int MajorVersion = 0x2091, MinorVersion = 0x2092, ProfileMask = 0x9126, CoreProfileBit = 1;

    private readonly Glx _glx;
    private readonly nint _display;
    private readonly nint _context;
    private readonly nint _surface;
    private int _disposed;

    private GlxContext(Glx glx, nint display, nint context, nint surface, nint sharesWith, GL gl) =>
        (_glx, _display, _context, _surface, SharesWith, Gl) = (glx, display, context, surface, sharesWith, gl);

    /// <inheritdoc/>
    public GL Gl { get; }

    /// <inheritdoc/>
    public string Renderer { get; private set; } = string.Empty;

    /// <inheritdoc/>
    public nint SharesWith { get; }

    /// <summary>Creates a context that shares its objects with the GLX context that is current on the calling thread and stays so.</summary>
    /// <returns>The context, current nowhere; null where no GLX context is current.</returns>
    /// <exception cref="GraphicsException">The driver refuses.</exception>
    public static GlxContext? TryShareCurrent()
    {
        if (Glx.TryLoad() is not { } glx || glx.GetCurrentContext() is not (not 0 and var other))
        {
            return null;
        }

        var (display, draw, read) = (glx.GetCurrentDisplay(), glx.GetCurrentDrawable(), glx.GetCurrentReadDrawable());
        int id, screen, count;
        glx.QueryContext(display, other, ConfigId, &id);
        glx.QueryContext(display, other, Screen, &screen);
        var wanted = stackalloc int[] { ConfigId, id, None };
        var found = glx.ChooseConfig(display, screen, wanted, &count);
        if (found == null || count == 0)
        {
            throw Failure("has no configuration like the current context's");
        }

        var config = found[0];
        Glx.Free(found);
        var size = stackalloc int[] { BufferWidth, 1, BufferHeight, 1, None };
        var surface = glx.CreateBuffer(display, config, size);

        // Contexts of one group must agree in the notification, or the X server's answer ends the process.
        var notified = DeviceReset.NotifiesCurrent(GL.GetApi(glx.ProcAddress)) ? ResetNotification : None;
        var version = stackalloc int[] { MajorVersion, 4, MinorVersion, 3, ProfileMask, CoreProfileBit, notified, LoseContextOnReset, None };
        var context = surface != 0 ? glx.CreateContext(display, config, other, 1, version) : 0;
        if (context == 0)
        {
            throw Failure("gives no OpenGL 4.3 context that shares with the current one");
        }

        using var parts = new PartsInMaking();
        var shared = parts.Add(new GlxContext(glx, display, context, surface, other, GL.GetApi(glx.ProcAddress)));
        try
        {
            GlDeletionQueue.For(shared.Gl).Watch(shared.IsCurrent);
            shared.EnsureCurrent();
            shared.Renderer = shared.Gl.GetStringS(StringName.Renderer) ?? "unknown renderer";
            return parts.Finish(shared);
        }
        finally
        {
            glx.MakeCurrent(display, draw, read, other);
        }
    }

    /// <inheritdoc/>
    public void EnsureCurrent()
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        if (!IsCurrent() && _glx.MakeCurrent(_display, _surface, _surface, _context) == 0)
        {
            throw Failure("does not make the context current on this thread: another thread holds it");
        }
    }

    /// <inheritdoc/>
    public void ReleaseCurrent()
    {
        if (_disposed == 0 && IsCurrent())
        {
            _glx.MakeCurrent(_display, 0, 0, 0);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        GlDeletionQueue.For(Gl).Abandon();
        if (IsCurrent())
        {
            _glx.MakeCurrent(_display, 0, 0, 0);
        }

        _glx.DestroyContext(_display, _context);
        _glx.DestroyBuffer(_display, _surface);
    }

    private bool IsCurrent() => _glx.GetCurrentContext() == _context;

    private static GraphicsException Failure(string what) => new($"GLX {what}. Install the GPU's driver, or take another engine.");

    /// <summary>libGL's window system functions, loaded by hand: they are optional.</summary>
    private sealed class Glx
    {
        private readonly nint _library;
        private readonly delegate* unmanaged<byte*, nint> _getProcAddress;

        // The functions are looked up when the library is loaded, all of them by libGL itself.
        private Glx(nint library, nint getProcAddress)
        {
            _library = library;
            _getProcAddress = (delegate* unmanaged<byte*, nint>)getProcAddress;
            GetCurrentContext = (delegate* unmanaged<nint>)ProcAddress("glXGetCurrentContext");
            GetCurrentDisplay = (delegate* unmanaged<nint>)ProcAddress("glXGetCurrentDisplay");
            GetCurrentDrawable = (delegate* unmanaged<nint>)ProcAddress("glXGetCurrentDrawable");
            GetCurrentReadDrawable = (delegate* unmanaged<nint>)ProcAddress("glXGetCurrentReadDrawable");
            QueryContext = (delegate* unmanaged<nint, nint, int, int*, int>)ProcAddress("glXQueryContext");
            ChooseConfig = (delegate* unmanaged<nint, int, int*, int*, nint*>)ProcAddress("glXChooseFBConfig");
            CreateBuffer = (delegate* unmanaged<nint, nint, int*, nint>)ProcAddress("glXCreatePbuffer");
            DestroyBuffer = (delegate* unmanaged<nint, nint, void>)ProcAddress("glXDestroyPbuffer");
            CreateContext = (delegate* unmanaged<nint, nint, nint, int, int*, nint>)ProcAddress("glXCreateContextAttribsARB");
            DestroyContext = (delegate* unmanaged<nint, nint, void>)ProcAddress("glXDestroyContext");
            MakeCurrent = (delegate* unmanaged<nint, nint, nint, nint, int>)ProcAddress("glXMakeContextCurrent");
        }

        public delegate* unmanaged<nint> GetCurrentContext { get; }

        public delegate* unmanaged<nint> GetCurrentDisplay { get; }

        public delegate* unmanaged<nint> GetCurrentDrawable { get; }

        public delegate* unmanaged<nint> GetCurrentReadDrawable { get; }

        public delegate* unmanaged<nint, nint, int, int*, int> QueryContext { get; }

        public delegate* unmanaged<nint, int, int*, int*, nint*> ChooseConfig { get; }

        public delegate* unmanaged<nint, nint, int*, nint> CreateBuffer { get; }

        public delegate* unmanaged<nint, nint, void> DestroyBuffer { get; }

        public delegate* unmanaged<nint, nint, nint, int, int*, nint> CreateContext { get; }

        public delegate* unmanaged<nint, nint, void> DestroyContext { get; }

        public delegate* unmanaged<nint, nint, nint, nint, int> MakeCurrent { get; }

        /// <summary>The library, stays loaded; null where there is none.</summary>
        public static Glx? TryLoad() => NativeLibrary.TryLoad("libGL.so.1", out var library) && NativeLibrary.TryGetExport(library, "glXGetProcAddressARB", out var address) ? new Glx(library, address) : null;

        public nint ProcAddress(string name)
        {
            fixed (byte* text = Encoding.ASCII.GetBytes(name + '\0'))
            {
                return _getProcAddress(text) is not 0 and var found ? found : NativeLibrary.TryGetExport(_library, name, out var export) ? export : 0;
            }
        }

        /// <summary>XFree.</summary>
        public static void Free(void* list)
        {
            if (NativeLibrary.TryLoad("libX11.so.6", out var x11) && NativeLibrary.TryGetExport(x11, "XFree", out var free))
            {
                ((delegate* unmanaged<void*, int>)free)(list);
            }
        }
    }
}
