using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FaeRealtime.Graphics.Contexts;
using Silk.NET.OpenGL;

namespace FaeRealtime.Engines.Gl.Tests;

/// <summary>A context whose functions of interest are counted on their way to the driver. One at a time.</summary>
internal sealed unsafe class CountingContext : IGlContext
{
    private static readonly ConcurrentDictionary<string, long> Calls = new();
    private static long _uploaded;
    private static delegate* unmanaged<int, nint, nint, void*, void> _bufferSubData;
    private static delegate* unmanaged<void> _finish;
    private static delegate* unmanaged<int, int*, void> _genBuffers;
    private static delegate* unmanaged<int> _createProgram;
    private static delegate* unmanaged<int, int*, void> _getInteger;
    private static delegate* unmanaged<int> _getError;
    private static delegate* unmanaged<int, int, int, int, void*, void> _getTexImage;
    private static delegate* unmanaged<int, nint, nint, void*, void> _getBufferSubData;
    private static delegate* unmanaged<int, byte*> _getString;
    private static delegate* unmanaged<int, int, int, int, int, int, int, int, void*, void> _texSubImage;
    private static delegate* unmanaged<int, int, int, int, int, int, void*, void> _readPixels;
    private static delegate* unmanaged<int, int, int, int, int, int, int, void*, void> _readnPixels;
    private static delegate* unmanaged<nint, int, ulong, int> _clientWaitSync;
    private static volatile int _resetStatus;
    private static long _waits;

    private readonly IGlContext _inner;

    /// <param name="inner">The real one. Borrowed.</param>
    public CountingContext(IGlContext inner)
    {
        _inner = inner;
        Reset();
        Gl = GL.GetApi(Address);
    }

    public GL Gl { get; }

    public string Renderer => _inner.Renderer;

    public nint SharesWith => _inner.SharesWith;

    /// <summary>Bytes that were copied into buffers.</summary>
    public static long Uploaded => Interlocked.Read(ref _uploaded);

    /// <summary>How often each function of interest was called.</summary>
    public static IReadOnlyDictionary<string, long> Counts => Calls;

    /// <summary>How often a fence was waited for instead of looked at.</summary>
    public static long Waits => Interlocked.Read(ref _waits);

    /// <summary>What the driver says about a reset of its device; 0 for none.</summary>
    public static int ResetStatus
    {
        get => _resetStatus;
        set => _resetStatus = value;
    }

    public static void Reset()
    {
        Calls.Clear();
        Interlocked.Exchange(ref _uploaded, 0);
        Interlocked.Exchange(ref _waits, 0);
    }

    public void EnsureCurrent() => _inner.EnsureCurrent();

    public void ReleaseCurrent() => _inner.ReleaseCurrent();

    public void Dispose()
    {
    }

    private nint Address(string name)
    {
        var real = _inner.Gl.Context.GetProcAddress(name);
        switch (name)
        {
            case "glBufferSubData":
                _bufferSubData = (delegate* unmanaged<int, nint, nint, void*, void>)real;
                return (nint)(delegate* unmanaged<int, nint, nint, void*, void>)&BufferSubData;
            case "glFinish":
                _finish = (delegate* unmanaged<void>)real;
                return (nint)(delegate* unmanaged<void>)&Finish;
            case "glGenBuffers":
                _genBuffers = (delegate* unmanaged<int, int*, void>)real;
                return (nint)(delegate* unmanaged<int, int*, void>)&GenBuffers;
            case "glCreateProgram":
                _createProgram = (delegate* unmanaged<int>)real;
                return (nint)(delegate* unmanaged<int>)&CreateProgram;
            case "glGetIntegerv":
                _getInteger = (delegate* unmanaged<int, int*, void>)real;
                return (nint)(delegate* unmanaged<int, int*, void>)&GetInteger;
            case "glGetError":
                _getError = (delegate* unmanaged<int>)real;
                return (nint)(delegate* unmanaged<int>)&GetError;
            case "glGetTexImage":
                _getTexImage = (delegate* unmanaged<int, int, int, int, void*, void>)real;
                return (nint)(delegate* unmanaged<int, int, int, int, void*, void>)&GetTexImage;
            case "glGetBufferSubData":
                _getBufferSubData = (delegate* unmanaged<int, nint, nint, void*, void>)real;
                return (nint)(delegate* unmanaged<int, nint, nint, void*, void>)&GetBufferSubData;
            case "glGetString":
                _getString = (delegate* unmanaged<int, byte*>)real;
                return (nint)(delegate* unmanaged<int, byte*>)&GetString;
            case "glTexSubImage2D":
                _texSubImage = (delegate* unmanaged<int, int, int, int, int, int, int, int, void*, void>)real;
                return (nint)(delegate* unmanaged<int, int, int, int, int, int, int, int, void*, void>)&TexSubImage;
            case "glReadPixels":
                _readPixels = (delegate* unmanaged<int, int, int, int, int, int, void*, void>)real;
                return (nint)(delegate* unmanaged<int, int, int, int, int, int, void*, void>)&ReadPixels;
            case "glReadnPixels":
                _readnPixels = (delegate* unmanaged<int, int, int, int, int, int, int, void*, void>)real;
                return (nint)(delegate* unmanaged<int, int, int, int, int, int, int, void*, void>)&ReadnPixels;
            case "glClientWaitSync":
                _clientWaitSync = (delegate* unmanaged<nint, int, ulong, int>)real;
                return (nint)(delegate* unmanaged<nint, int, ulong, int>)&ClientWaitSync;
            case "glGetGraphicsResetStatus":
                return (nint)(delegate* unmanaged<int>)&GetGraphicsResetStatus;
            default:
                return real;
        }
    }

    private static void Count([CallerMemberName] string name = "") => Calls.AddOrUpdate(name, 1, (_, count) => count + 1);

    [UnmanagedCallersOnly]
    private static void BufferSubData(int target, nint offset, nint size, void* data)
    {
        Interlocked.Add(ref _uploaded, size);
        _bufferSubData(target, offset, size, data);
    }

    [UnmanagedCallersOnly]
    private static void Finish()
    {
        Count();
        _finish();
    }

    [UnmanagedCallersOnly]
    private static void GenBuffers(int count, int* names)
    {
        Count();
        _genBuffers(count, names);
    }

    [UnmanagedCallersOnly]
    private static int CreateProgram()
    {
        Count();
        return _createProgram();
    }

    [UnmanagedCallersOnly]
    private static void GetInteger(int name, int* value)
    {
        Count();
        _getInteger(name, value);
    }

    [UnmanagedCallersOnly]
    private static int GetError()
    {
        Count();
        return _getError();
    }

    [UnmanagedCallersOnly]
    private static void GetTexImage(int target, int level, int format, int type, void* pixels)
    {
        Count();
        _getTexImage(target, level, format, type, pixels);
    }

    [UnmanagedCallersOnly]
    private static void GetBufferSubData(int target, nint offset, nint size, void* data)
    {
        Count();
        _getBufferSubData(target, offset, size, data);
    }

    [UnmanagedCallersOnly]
    private static byte* GetString(int name)
    {
        Count();
        return _getString(name);
    }

    [UnmanagedCallersOnly]
    private static void TexSubImage(int target, int level, int x, int y, int width, int height, int format, int type, void* pixels)
    {
        Count();
        _texSubImage(target, level, x, y, width, height, format, type, pixels);
    }

    [UnmanagedCallersOnly]
    private static void ReadPixels(int x, int y, int width, int height, int format, int type, void* pixels)
    {
        // Into a buffer the address is an offset, here always 0.
        Count(pixels == null ? "ReadPixelsIntoBuffer" : nameof(ReadPixels));
        _readPixels(x, y, width, height, format, type, pixels);
    }

    [UnmanagedCallersOnly]
    private static void ReadnPixels(int x, int y, int width, int height, int format, int type, int size, void* pixels)
    {
        Count();
        _readnPixels(x, y, width, height, format, type, size, pixels);
    }

    [UnmanagedCallersOnly]
    private static int ClientWaitSync(nint sync, int flags, ulong timeout)
    {
        if (timeout > 0)
        {
            Interlocked.Increment(ref _waits);
        }

        return _clientWaitSync(sync, flags, timeout);
    }

    [UnmanagedCallersOnly]
    private static int GetGraphicsResetStatus() => ResetStatus;
}
