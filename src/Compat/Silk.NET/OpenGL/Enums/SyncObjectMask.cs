namespace Silk.NET.OpenGL;

public enum SyncObjectMask
{
    SyncFlushCommandsBit = 1,
    Bit = 1,
}
