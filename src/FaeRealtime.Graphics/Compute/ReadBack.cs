using FaeRealtime.Core.Errors;
using FaeRealtime.Graphics.Lifetime;
using Silk.NET.OpenGL;

namespace FaeRealtime.Graphics.Compute;

/// <summary>Brings a few values from the device's memory into the processor's: copied on the device into memory that both see, then waited for by a fence.</summary>
/// <remarks>Reading a buffer itself would make drivers move it into host memory.</remarks>
public sealed unsafe class ReadBack : IDisposable, IGlRegistration
{
    private readonly GL _gl;
    private readonly GlName _buffer;
    private readonly nuint _bytes;
    private readonly byte* _mapped;
    private nint _fence;

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

    /// <summary>Begins to read values.</summary>
    /// <param name="source">Where they lie.</param>
    /// <param name="first">The first byte.</param>
    /// <param name="bytes">How many.</param>
    /// <exception cref="ShapeException">They are more than fit, or reach beyond the end.</exception>
    public void Start(StorageBuffer source, long first, int bytes)
    {
        ArgumentNullException.ThrowIfNull(source);
        Check(bytes);
        if ((nuint)(first + bytes) > source.Bytes)
        {
            throw new ShapeException($"{bytes} bytes from {first} on do not lie in a buffer of {source.Bytes}.");
        }

        _gl.MemoryBarrier(MemoryBarrierMask.BufferUpdateBarrierBit);
        _gl.BindBuffer(BufferTargetARB.CopyReadBuffer, source.Value);
        _gl.BindBuffer(BufferTargetARB.CopyWriteBuffer, _buffer.Value);
        _gl.CopyBufferSubData(CopyBufferSubDataTarget.CopyReadBuffer, CopyBufferSubDataTarget.CopyWriteBuffer, (nint)first, 0, (nuint)bytes);
        Fence();
    }

    /// <summary>Begins to read a picture, rows top first.</summary>
    /// <param name="source">The picture.</param>
    /// <exception cref="ShapeException">It has more bytes than fit.</exception>
    public void Start(ComputeImage source)
    {
        ArgumentNullException.ThrowIfNull(source);
        Check(source.Width * source.Height * 4);
        _gl.BindBuffer(BufferTargetARB.PixelPackBuffer, _buffer.Value);
        source.Pack();
        _gl.BindBuffer(BufferTargetARB.PixelPackBuffer, 0);
        Fence();
    }

    /// <summary>Ends what was begun, once the device has done it.</summary>
    /// <param name="values">Receives the bytes.</param>
    /// <param name="patience">How long to wait for the device, in nanoseconds; 0 only looks.</param>
    /// <returns>False where a look finds that the device has not come so far.</returns>
    /// <exception cref="GraphicsException">The device does not answer in that time, or is lost.</exception>
    public bool TryFinish(Span<byte> values, ulong patience)
    {
        var status = _gl.ClientWaitSync(_fence, SyncObjectMask.Bit, patience);
        if (status == GLEnum.TimeoutExpired && patience == 0)
        {
            return false;
        }

        _gl.DeleteSync(_fence);
        _fence = 0;
        if (status is not (GLEnum.AlreadySignaled or GLEnum.ConditionSatisfied))
        {
            throw new GraphicsException($"The device does not answer ({status}): its context is lost, or a kernel never ends.");
        }

        new ReadOnlySpan<byte>(_mapped, values.Length).CopyTo(values);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_fence != 0)
        {
            GlObjects.Created();
            GlDeletionQueue.For(_gl).Release(this);
        }

        _buffer.Dispose();
    }

    /// <inheritdoc/>
    void IGlRegistration.End(bool contextLives)
    {
        if (contextLives && _fence != 0)
        {
            _gl.DeleteSync(_fence);
        }

        _fence = 0;
    }

    private void Check(int bytes)
    {
        if ((nuint)bytes > _bytes)
        {
            throw new ShapeException($"{bytes} bytes are more than the {_bytes} that are read at once.");
        }
    }

    private void Fence()
    {
        _gl.MemoryBarrier(MemoryBarrierMask.ClientMappedBufferBarrierBit);
        _fence = _gl.FenceSync(SyncCondition.SyncGpuCommandsComplete, SyncBehaviorFlags.None);
    }
}
