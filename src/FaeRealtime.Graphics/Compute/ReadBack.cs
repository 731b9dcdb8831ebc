using FaeRealtime.Core.Errors;
using FaeRealtime.Graphics.Lifetime;
using Silk.NET.OpenGL;

namespace FaeRealtime.Graphics.Compute;

/// <summary>Brings a few values from the device's memory into the processor's: copied on the device into memory that both see, then waited for by a fence.</summary>
/// <remarks>Reading a buffer itself would make drivers move it into host memory.</remarks>
public sealed unsafe class ReadBack : IDisposable
{
    // Longer than any frame; a device that needs more is lost.
    private const ulong Patience = 60_000_000_000;

    private readonly GL _gl;
    private readonly GlName _buffer;
    private readonly nuint _bytes;
    private readonly byte* _mapped;

    private ReadBack(GL gl, GlName buffer, nuint bytes, byte* mapped)
    {
        (_gl, _buffer, _bytes) = (gl, buffer, bytes);
        _mapped = mapped;
    }

    /// <summary>Allocates it.</summary>
    /// <param name="gl">Entry points of the current context, OpenGL 4.4 or with GL_ARB_buffer_storage. Borrowed.</param>
    /// <param name="bytes">The most that is read at once.</param>
    /// <returns>It; the caller disposes.</returns>
    /// <exception cref="GraphicsException">The driver gives no memory of that kind.</exception>
    public static ReadBack Create(GL gl, long bytes)
    {
        var name = GlName.Create(gl, GlObjectKind.Buffer);
        gl.BindBuffer(BufferTargetARB.CopyWriteBuffer, name.Value);
        gl.BufferStorage(BufferStorageTarget.CopyWriteBuffer, (nuint)bytes, null, BufferStorageMask.MapReadBit | BufferStorageMask.MapPersistentBit | BufferStorageMask.MapCoherentBit);
        var mapped = (byte*)gl.MapBufferRange(BufferTargetARB.CopyWriteBuffer, 0, (nuint)bytes, MapBufferAccessMask.ReadBit | MapBufferAccessMask.PersistentBit | MapBufferAccessMask.CoherentBit);
        if (mapped == null)
        {
            name.Dispose();
            throw new GraphicsException($"{gl.GetStringS(StringName.Renderer)} maps no memory that both see (GL_ARB_buffer_storage, OpenGL 4.4). Install the GPU's driver, or take another engine.");
        }

        return new ReadBack(gl, name, (nuint)bytes, mapped);
    }

    /// <summary>Reads values, which waits for the commands before.</summary>
    /// <typeparam name="T">What they are.</typeparam>
    /// <param name="source">Where they lie.</param>
    /// <param name="first">Number of the first.</param>
    /// <param name="values">Receives them.</param>
    /// <exception cref="ShapeException">They are more than fit, or reach beyond the end.</exception>
    /// <exception cref="GraphicsException">The device does not answer.</exception>
    public void Read<T>(StorageBuffer source, long first, Span<T> values)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(source);
        var length = (nuint)(values.Length * sizeof(T));
        if (length > _bytes || (nuint)(first * sizeof(T)) + length > source.Bytes)
        {
            throw new ShapeException($"{values.Length} values from {first} on do not lie in a buffer of {source.Bytes} bytes, or are more than the {_bytes} bytes that are read at once.");
        }

        _gl.MemoryBarrier(MemoryBarrierMask.BufferUpdateBarrierBit);
        _gl.BindBuffer(BufferTargetARB.CopyReadBuffer, source.Value);
        _gl.BindBuffer(BufferTargetARB.CopyWriteBuffer, _buffer.Value);
        _gl.CopyBufferSubData(CopyBufferSubDataTarget.CopyReadBuffer, CopyBufferSubDataTarget.CopyWriteBuffer, (nint)(first * sizeof(T)), 0, length);
        _gl.MemoryBarrier(MemoryBarrierMask.ClientMappedBufferBarrierBit);
        var fence = _gl.FenceSync(SyncCondition.SyncGpuCommandsComplete, SyncBehaviorFlags.None);
        var status = _gl.ClientWaitSync(fence, SyncObjectMask.Bit, Patience);
        _gl.DeleteSync(fence);
        if (status is not (GLEnum.AlreadySignaled or GLEnum.ConditionSatisfied))
        {
            throw new GraphicsException($"The device does not answer ({status}): its context is lost, or a kernel never ends.");
        }

        new ReadOnlySpan<T>(_mapped, values.Length).CopyTo(values);
    }

    /// <inheritdoc/>
    public void Dispose() => _buffer.Dispose();
}
