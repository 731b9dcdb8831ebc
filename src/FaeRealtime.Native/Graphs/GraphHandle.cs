using Microsoft.Win32.SafeHandles;

namespace FaeRealtime.Native.Graphs;

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
