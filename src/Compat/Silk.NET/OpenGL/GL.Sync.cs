namespace Silk.NET.OpenGL;

public unsafe partial class GL
{
    private delegate* unmanaged<SyncCondition, SyncBehaviorFlags, nint> _fenceSync;

    public nint FenceSync(SyncCondition condition, SyncBehaviorFlags flags) =>
        (_fenceSync != null ? _fenceSync : _fenceSync = (delegate* unmanaged<SyncCondition, SyncBehaviorFlags, nint>)Load("glFenceSync"))(condition, flags);

    private delegate* unmanaged<nint, SyncObjectMask, ulong, GLEnum> _clientWaitSync;

    public GLEnum ClientWaitSync(nint sync, SyncObjectMask flags, ulong timeout) =>
        (_clientWaitSync != null ? _clientWaitSync : _clientWaitSync = (delegate* unmanaged<nint, SyncObjectMask, ulong, GLEnum>)Load("glClientWaitSync"))(sync, flags, timeout);

    private delegate* unmanaged<nint, void> _deleteSync;

    public void DeleteSync(nint sync) =>
        (_deleteSync != null ? _deleteSync : _deleteSync = (delegate* unmanaged<nint, void>)Load("glDeleteSync"))(sync);

    public nint FenceSync(SyncCondition condition, uint flags) => FenceSync(condition, (SyncBehaviorFlags)flags);

    public GLEnum ClientWaitSync(nint sync, uint flags, ulong timeout) => ClientWaitSync(sync, (SyncObjectMask)flags, timeout);
}
