using System.Runtime.InteropServices;

namespace Silk.NET.OpenGL;

public unsafe partial class GL
{
    private delegate* unmanaged<nint, void*, void> _debugMessageCallback;

    // The driver holds only the stub: without this reference the delegate could be collected under it.
    private DebugProc? _debugProc;

    public void DebugMessageCallback(DebugProc callback, void* userParam)
    {
        if (_debugMessageCallback == null)
        {
            _debugMessageCallback = (delegate* unmanaged<nint, void*, void>)Load("glDebugMessageCallback");
        }

        _debugProc = callback;
        _debugMessageCallback(Marshal.GetFunctionPointerForDelegate(callback), userParam);
    }
}
