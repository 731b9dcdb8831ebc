namespace Silk.NET.OpenGL;

public enum MapBufferAccessMask
{
    None = 0,
    MapReadBit = 1,
    MapWriteBit = 2,
    MapInvalidateRangeBit = 4,
    MapInvalidateBufferBit = 8,
    MapFlushExplicitBit = 0x0010,
    MapUnsynchronizedBit = 0x0020,
    MapPersistentBit = 0x0040,
    MapCoherentBit = 0x0080,
}
