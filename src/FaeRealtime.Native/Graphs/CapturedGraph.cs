using FaeRealtime.Core.Errors;
using Microsoft.Win32.SafeHandles;

namespace FaeRealtime.Native.Graphs;

/// <summary>A graph of the driver, and what tells whether the memory that it works in is still there.</summary>
internal sealed unsafe class CapturedGraph(GraphHandle handle, CacheWitness witness, CaptureDriver driver, nint stream, Action ended) : IDisposable
{
    /// <summary>Queues it.</summary>
    /// <returns>False where the device ran out of memory since, so that what the graph works in may be gone: nothing is queued.</returns>
    /// <exception cref="NativeException">The device refuses.</exception>
    public bool TryLaunch()
    {
        if (!witness.Holds)
        {
            return false;
        }

        driver.Check(driver.Launch(handle.DangerousGetHandle(), stream), "A recorded computation cannot run");
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!handle.IsClosed)
        {
            handle.Dispose();
            ended();
        }
    }
}

/// <summary>Owns a graph that is ready to run.</summary>
internal sealed unsafe class GraphHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    private readonly CaptureDriver _driver;

    public GraphHandle(CaptureDriver driver, nint executable)
        : base(ownsHandle: true)
    {
        _driver = driver;
        SetHandle(executable);
    }

    protected override bool ReleaseHandle() => _driver.DestroyExecutable(handle) == 0;
}
