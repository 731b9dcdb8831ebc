namespace Silk.NET.OpenGL;

public unsafe partial class GL
{
    private delegate* unmanaged<uint, uint*, void> _genBuffers;

    public void GenBuffers(uint n, uint* buffers) =>
        (_genBuffers != null ? _genBuffers : _genBuffers = (delegate* unmanaged<uint, uint*, void>)Load("glGenBuffers"))(n, buffers);

    private delegate* unmanaged<uint, uint*, void> _deleteBuffers;

    public void DeleteBuffers(uint n, uint* buffers) =>
        (_deleteBuffers != null ? _deleteBuffers : _deleteBuffers = (delegate* unmanaged<uint, uint*, void>)Load("glDeleteBuffers"))(n, buffers);

    private delegate* unmanaged<BufferTargetARB, uint, void> _bindBuffer;

    public void BindBuffer(BufferTargetARB target, uint buffer) =>
        (_bindBuffer != null ? _bindBuffer : _bindBuffer = (delegate* unmanaged<BufferTargetARB, uint, void>)Load("glBindBuffer"))(target, buffer);

    private delegate* unmanaged<BufferTargetARB, nuint, void*, BufferUsageARB, void> _bufferData;

    public void BufferData(BufferTargetARB target, nuint size, void* data, BufferUsageARB usage) =>
        (_bufferData != null ? _bufferData : _bufferData = (delegate* unmanaged<BufferTargetARB, nuint, void*, BufferUsageARB, void>)Load("glBufferData"))(target, size, data, usage);

    private delegate* unmanaged<BufferTargetARB, nint, nuint, void*, void> _bufferSubData;

    public void BufferSubData(BufferTargetARB target, nint offset, nuint size, void* data) =>
        (_bufferSubData != null ? _bufferSubData : _bufferSubData = (delegate* unmanaged<BufferTargetARB, nint, nuint, void*, void>)Load("glBufferSubData"))(target, offset, size, data);

    private delegate* unmanaged<BufferTargetARB, nint, nuint, MapBufferAccessMask, void*> _mapBufferRange;

    public void* MapBufferRange(BufferTargetARB target, nint offset, nuint length, MapBufferAccessMask access) =>
        (_mapBufferRange != null ? _mapBufferRange : _mapBufferRange = (delegate* unmanaged<BufferTargetARB, nint, nuint, MapBufferAccessMask, void*>)Load("glMapBufferRange"))(target, offset, length, access);

    private delegate* unmanaged<BufferTargetARB, byte> _unmapBuffer;

    public bool UnmapBuffer(BufferTargetARB target) =>
        (_unmapBuffer != null ? _unmapBuffer : _unmapBuffer = (delegate* unmanaged<BufferTargetARB, byte>)Load("glUnmapBuffer"))(target) != 0;

    public uint GenBuffer()
    {
        uint name = 0;
        GenBuffers(1, &name);
        return name;
    }

    public void DeleteBuffer(uint buffers) => DeleteBuffers(1, &buffers);

    public void BufferData<T0>(BufferTargetARB target, ReadOnlySpan<T0> data, BufferUsageARB usage)
        where T0 : unmanaged
    {
        fixed (T0* pointer = data)
        {
            BufferData(target, (nuint)data.Length * (nuint)sizeof(T0), pointer, usage);
        }
    }

    public void BufferSubData<T0>(BufferTargetARB target, nint offset, ReadOnlySpan<T0> data)
        where T0 : unmanaged
    {
        fixed (T0* pointer = data)
        {
            BufferSubData(target, offset, (nuint)data.Length * (nuint)sizeof(T0), pointer);
        }
    }

    public void* MapBufferRange(BufferTargetARB target, nint offset, nuint length, uint access) =>
        MapBufferRange(target, offset, length, (MapBufferAccessMask)access);
}
