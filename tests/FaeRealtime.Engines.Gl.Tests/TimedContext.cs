using System.Runtime.InteropServices;
using FaeRealtime.Graphics.Contexts;
using Silk.NET.OpenGL;

namespace FaeRealtime.Engines.Gl.Tests;

/// <summary>A context whose timer queries say that every kernel took the same. One at a time.</summary>
internal sealed unsafe class TimedContext
{
    private static delegate* unmanaged<uint, uint, uint, void> _dispatch;
    private static long _each;
    private static long _now;
    private static long[] _marks = [];
    private static int _kernels;

    private readonly IGlContext _inner;

    /// <param name="inner">The real one. Borrowed.</param>
    /// <param name="nanosecondsOfAKernel">What the device says.</param>
    public TimedContext(IGlContext inner, long nanosecondsOfAKernel)
    {
        _inner = inner;
        (_each, _now, _marks, _kernels) = (nanosecondsOfAKernel, 0, new long[1024], 0);
        Gl = GL.GetApi(Address);
    }

    public static int Kernels => _kernels;

    public GL Gl { get; }

    private nint Address(string name)
    {
        var real = _inner.Gl.Context.GetProcAddress(name);
        switch (name)
        {
            case "glDispatchCompute":
                _dispatch = (delegate* unmanaged<uint, uint, uint, void>)real;
                return (nint)(delegate* unmanaged<uint, uint, uint, void>)&Dispatch;
            case "glQueryCounter":
                return (nint)(delegate* unmanaged<uint, int, void>)&Mark;
            case "glGetQueryObjectiv":
                return (nint)(delegate* unmanaged<uint, int, int*, void>)&IsAvailable;
            case "glGetQueryObjecti64v":
                return (nint)(delegate* unmanaged<uint, int, long*, void>)&Result;
            default:
                return real;
        }
    }

    [UnmanagedCallersOnly]
    private static void Dispatch(uint x, uint y, uint z)
    {
        _now += _each;
        _kernels++;
        _dispatch(x, y, z);
    }

    [UnmanagedCallersOnly]
    private static void Mark(uint query, int target) => _marks[query] = _now;

    [UnmanagedCallersOnly]
    private static void IsAvailable(uint query, int name, int* value) => *value = 1;

    [UnmanagedCallersOnly]
    private static void Result(uint query, int name, long* value) => *value = _marks[query];
}
