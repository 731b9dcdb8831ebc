using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FaeRealtime.Native.Graphs;

namespace FaeRealtime.Native.Tests.Graphs;

/// <summary>A libtorch_cuda and a driver that only write down what they are asked; their exports are real native entry points, called through the product's own tables. One at a time.</summary>
internal sealed unsafe class FakeCuda : IDisposable
{
    public const nint FirstNormal = 100;
    public const nint FirstHigh = 200;
    public const nint Memory = 0x70000;
    private const int PoolSize = 32;
    private static FakeCuda? _current;
    private int _normal;
    private int _high;
    private nint _executables = 900;

    public FakeCuda()
    {
        Assert.Null(Interlocked.CompareExchange(ref _current, this, null));
        Libraries = new CudaLibraries(new TorchCuda(Export), new CaptureDriver(Export));
    }

    public CudaLibraries Libraries { get; }

    /// <summary>Every call in order, with the arguments that matter.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>The functions that fail, and how.</summary>
    public Dictionary<string, int> Failures { get; } = [];

    /// <summary>The driver's number of the allocation that freed memory lies in; null for memory that was given back.</summary>
    public ulong? Buffer { get; set; } = 1;

    /// <summary>The stream that the thread computes on.</summary>
    public nint Stream { get; private set; }

    /// <summary>The stream that is captured.</summary>
    public nint Capturing { get; private set; }

    /// <summary>Graphs and ready graphs alive.</summary>
    public int Held { get; private set; }

    public static nint Export(string name) => name switch
    {
        "torch_get_cuda_stream_from_pool" => (nint)(delegate* unmanaged<byte, int, nint*, int>)&FromPool,
        "torch_set_current_cuda_stream" => (nint)(delegate* unmanaged<nint, int, int>)&SetStream,
        "torch_cuda_stream_synchronize" => (nint)(delegate* unmanaged<nint, int, int>)&Synchronize,
        "aoti_torch_create_cuda_guard" => (nint)(delegate* unmanaged<int, nint*, int>)&Guard,
        "aoti_torch_cuda_caching_allocator_raw_alloc" => (nint)(delegate* unmanaged<ulong, nint*, int>)&Allocate,
        "aoti_torch_cuda_caching_allocator_raw_delete" => (nint)(delegate* unmanaged<nint, int>)&Free,
        "cuGetErrorName" => (nint)(delegate* unmanaged<int, byte**, int>)&ErrorName,
        "cuGetErrorString" => (nint)(delegate* unmanaged<int, byte**, int>)&ErrorText,
        "cuStreamBeginCapture_v2" => (nint)(delegate* unmanaged<nint, int, int>)&BeginCapture,
        "cuStreamEndCapture" => (nint)(delegate* unmanaged<nint, nint*, int>)&EndCapture,
        "cuGraphInstantiateWithFlags" => (nint)(delegate* unmanaged<nint*, nint, ulong, int>)&Instantiate,
        "cuGraphLaunch" => (nint)(delegate* unmanaged<nint, nint, int>)&Launch,
        "cuGraphDestroy" => (nint)(delegate* unmanaged<nint, int>)&DestroyGraph,
        "cuGraphExecDestroy" => (nint)(delegate* unmanaged<nint, int>)&DestroyExecutable,
        "cuPointerGetAttribute" => (nint)(delegate* unmanaged<void*, int, ulong, int>)&PointerAttribute,
        _ => 0,
    };

    public void Dispose()
    {
        _current = null;
        Assert.Equal(0, Held);
        Assert.Equal(0, Capturing);
    }

    // What a call changes happens only where it succeeds.
    private static int Done(string call, Action<FakeCuda>? change = null, [CallerMemberName] string function = "")
    {
        var fake = _current!;
        fake.Calls.Add(call);
        var status = fake.Failures.GetValueOrDefault(function);
        if (status == 0)
        {
            change?.Invoke(fake);
        }

        return status;
    }

    [UnmanagedCallersOnly]
    private static int FromPool(byte high, int device, nint* stream)
    {
        var fake = _current!;
        *stream = high != 0 ? FirstHigh + (fake._high++ % PoolSize) : FirstNormal + (fake._normal++ % PoolSize);
        return Done($"pool {high} {device}");
    }

    [UnmanagedCallersOnly]
    private static int SetStream(nint stream, int device) => Done($"use {stream} {device}", fake => fake.Stream = stream);

    [UnmanagedCallersOnly]
    private static int Synchronize(nint stream, int device) => Done($"wait {stream} {device}");

    [UnmanagedCallersOnly]
    private static int Guard(int device, nint* guard)
    {
        *guard = 5;
        return Done($"guard {device}");
    }

    [UnmanagedCallersOnly]
    private static int Allocate(ulong bytes, nint* address)
    {
        *address = Memory;
        return Done($"allocate on {_current!.Stream}");
    }

    [UnmanagedCallersOnly]
    private static int Free(nint address) => Done($"free {address:x}");

    [UnmanagedCallersOnly]
    private static int ErrorName(int status, byte** name)
    {
        *name = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference("CUDA_ERROR_STREAM_CAPTURE_INVALIDATED\0"u8));
        return 0;
    }

    [UnmanagedCallersOnly]
    private static int ErrorText(int status, byte** text)
    {
        *text = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference("operation failed due to a previous error during capture\0"u8));
        return 0;
    }

    [UnmanagedCallersOnly]
    private static int BeginCapture(nint stream, int mode) => Done($"begin {stream} {mode}", fake => fake.Capturing = stream);

    // Also a capture that went wrong ends, without a graph.
    [UnmanagedCallersOnly]
    private static int EndCapture(nint stream, nint* graph)
    {
        (*graph, _current!.Capturing) = (0, 0);
        var status = Done($"end {stream}", fake => fake.Held++);
        *graph = status == 0 ? 800 : 0;
        return status;
    }

    [UnmanagedCallersOnly]
    private static int Instantiate(nint* executable, nint graph, ulong flags)
    {
        *executable = ++_current!._executables;
        return Done($"ready {graph} {flags}", fake => fake.Held++);
    }

    [UnmanagedCallersOnly]
    private static int Launch(nint executable, nint stream) => Done($"launch {executable} {stream}");

    [UnmanagedCallersOnly]
    private static int DestroyGraph(nint graph) => Done($"drop {graph}", fake => fake.Held--);

    [UnmanagedCallersOnly]
    private static int DestroyExecutable(nint executable) => Done($"drop {executable}", fake => fake.Held--);

    [UnmanagedCallersOnly]
    private static int PointerAttribute(void* value, int attribute, ulong address)
    {
        Assert.Equal((7, (ulong)Memory), (attribute, address));
        var buffer = _current!.Buffer;
        *(ulong*)value = buffer ?? 0;
        return buffer is null ? 1 : 0;
    }
}
