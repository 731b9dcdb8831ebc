using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FaeRealtime.Graphics.Cuda;

namespace FaeRealtime.Graphics.Tests.Cuda;

/// <summary>A CUDA driver that only writes down what it is asked; its exports are real native entry points, called through the product's own table. One at a time.</summary>
internal sealed unsafe class FakeDriver : IDisposable
{
    public const int Device = 40;
    public const ulong Array = 0xA11A;
    private static FakeDriver? _current;

    public FakeDriver()
    {
        Assert.Null(Interlocked.CompareExchange(ref _current, this, null));
        Assert.True(CudaLibrary.TryOpen(Export, out var library, out var reason), reason);
        Library = library;
        Calls.Clear();
    }

    public CudaLibrary Library { get; }

    /// <summary>Every call in order, with the arguments that matter.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>The functions that fail, and how.</summary>
    public Dictionary<string, int> Failures { get; } = [];

    /// <summary>The devices of the OpenGL context.</summary>
    public int[] GlDevices { get; set; } = [Device];

    /// <summary>The last copy.</summary>
    public CudaCopy2D Copy { get; private set; }

    /// <summary>Contexts pushed and not popped.</summary>
    public int Depth { get; private set; }

    /// <summary>Primary contexts retained and not released, streams and registrations alive.</summary>
    public int Held { get; private set; }

    public static nint Export(string name) => name switch
    {
        "cuInit" => (nint)(delegate* unmanaged<uint, int>)&Init,
        "cuGetErrorName" => (nint)(delegate* unmanaged<int, byte**, int>)&ErrorName,
        "cuGetErrorString" => (nint)(delegate* unmanaged<int, byte**, int>)&ErrorText,
        "cuDeviceGet" => (nint)(delegate* unmanaged<int*, int, int>)&DeviceGet,
        "cuDevicePrimaryCtxRetain" => (nint)(delegate* unmanaged<nint*, int, int>)&Retain,
        "cuDevicePrimaryCtxRelease_v2" => (nint)(delegate* unmanaged<int, int>)&Release,
        "cuCtxPushCurrent_v2" => (nint)(delegate* unmanaged<nint, int>)&Push,
        "cuCtxPopCurrent_v2" => (nint)(delegate* unmanaged<nint*, int>)&Pop,
        "cuStreamCreate" => (nint)(delegate* unmanaged<nint*, uint, int>)&StreamCreate,
        "cuStreamSynchronize" => (nint)(delegate* unmanaged<nint, int>)&StreamSynchronize,
        "cuStreamDestroy_v2" => (nint)(delegate* unmanaged<nint, int>)&StreamDestroy,
        "cuMemcpy2DAsync_v2" => (nint)(delegate* unmanaged<CudaCopy2D*, nint, int>)&Copy2D,
        "cuGLGetDevices_v2" => (nint)(delegate* unmanaged<uint*, int*, uint, uint, int>)&GlGetDevices,
        "cuGraphicsGLRegisterImage" => (nint)(delegate* unmanaged<nint*, uint, uint, uint, int>)&Register,
        "cuGraphicsUnregisterResource" => (nint)(delegate* unmanaged<nint, int>)&Unregister,
        "cuGraphicsMapResources" => (nint)(delegate* unmanaged<uint, nint*, nint, int>)&Map,
        "cuGraphicsUnmapResources" => (nint)(delegate* unmanaged<uint, nint*, nint, int>)&Unmap,
        "cuGraphicsSubResourceGetMappedArray" => (nint)(delegate* unmanaged<nint*, nint, uint, uint, int>)&GetArray,
        _ => 0,
    };

    /// <summary>Says that what is held is rightly so.</summary>
    public void Forget() => Held = 0;

    public void Dispose()
    {
        _current = null;
        Assert.Equal(0, Depth);
        Assert.Equal(0, Held);
    }

    // What a call changes happens only where it succeeds; names are those of cuda.h without prefix.
    private static int Done(string call, int held = 0, [CallerMemberName] string function = "")
    {
        var driver = _current!;
        lock (driver.Calls)
        {
            driver.Calls.Add(call);
            var status = driver.Failures.GetValueOrDefault(function);
            driver.Held += status == 0 ? held : 0;
            return status;
        }
    }

    [UnmanagedCallersOnly]
    private static int Init(uint flags) => flags == 0 ? 0 : 1;

    [UnmanagedCallersOnly]
    private static int ErrorName(int status, byte** name)
    {
        *name = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference("CUDA_ERROR_INVALID_GRAPHICS_CONTEXT\0"u8));
        return 0;
    }

    [UnmanagedCallersOnly]
    private static int ErrorText(int status, byte** text)
    {
        *text = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference("invalid OpenGL or DirectX context\0"u8));
        return 0;
    }

    [UnmanagedCallersOnly]
    private static int DeviceGet(int* device, int ordinal)
    {
        *device = Device;
        return Done($"device {ordinal}");
    }

    [UnmanagedCallersOnly]
    private static int Retain(nint* context, int device)
    {
        *context = 7;
        return Done($"retain {device}", 1);
    }

    [UnmanagedCallersOnly]
    private static int Release(int device) => Done($"release {device}", -1);

    [UnmanagedCallersOnly]
    private static int Push(nint context)
    {
        _current!.Depth++;
        return context == 7 ? 0 : 201;
    }

    [UnmanagedCallersOnly]
    private static int Pop(nint* context)
    {
        (_current!.Depth, *context) = (_current.Depth - 1, 7);
        return 0;
    }

    [UnmanagedCallersOnly]
    private static int StreamCreate(nint* stream, uint flags)
    {
        *stream = 9;
        return Done($"stream {flags}", 1);
    }

    [UnmanagedCallersOnly]
    private static int StreamSynchronize(nint stream) => Done($"wait {stream}");

    [UnmanagedCallersOnly]
    private static int StreamDestroy(nint stream) => Done($"destroy {stream}", -1);

    [UnmanagedCallersOnly]
    private static int Copy2D(CudaCopy2D* copy, nint stream)
    {
        _current!.Copy = *copy;
        return Done($"copy {stream}");
    }

    [UnmanagedCallersOnly]
    private static int GlGetDevices(uint* count, int* devices, uint capacity, uint list)
    {
        var known = _current!.GlDevices;
        known.CopyTo(new Span<int>(devices, (int)capacity));
        *count = (uint)known.Length;
        return Done($"gl devices {list}");
    }

    [UnmanagedCallersOnly]
    private static int Register(nint* resource, uint image, uint target, uint flags)
    {
        *resource = 11;
        return Done($"register {image} 0x{target:X} {flags}", 1);
    }

    [UnmanagedCallersOnly]
    private static int Unregister(nint resource) => Done($"unregister {resource}", -1);

    [UnmanagedCallersOnly]
    private static int Map(uint count, nint* resources, nint stream) => Done($"map {count} {*resources} {stream}");

    [UnmanagedCallersOnly]
    private static int Unmap(uint count, nint* resources, nint stream) => Done($"unmap {count} {*resources} {stream}");

    [UnmanagedCallersOnly]
    private static int GetArray(nint* array, nint resource, uint index, uint level)
    {
        *array = (nint)Array;
        return Done($"array {resource} {index} {level}");
    }
}
