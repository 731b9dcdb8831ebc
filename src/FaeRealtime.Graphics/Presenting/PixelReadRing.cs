using FaeRealtime.Graphics.Lifetime;
using Silk.NET.OpenGL;

namespace FaeRealtime.Graphics.Presenting;

/// <summary>Pictures on their way from a target into the processor's memory: pixel pack buffers used in turn, a fence behind each. Whoever looks before a picture has come goes on without it, so that no frame waits for the device.</summary>
/// <remarks>For the GL thread; OpenGL 3.3. Bindings are put back. Allocates nothing but for pictures of a new size.</remarks>
public sealed unsafe class PixelReadRing : IDisposable
{
    /// <summary>Pictures that may be under way at once.</summary>
    public const int Capacity = 3;

    // Longer than any frame; a device that needs more is lost.
    private const ulong Patience = 10_000_000_000;

    private readonly GL _gl;
    private readonly GlDeletionQueue _queue;
    private readonly Slot[] _slots = new Slot[Capacity];
    private int _first;

    private PixelReadRing(GL gl) => (_gl, _queue) = (gl, GlDeletionQueue.For(gl));

    /// <summary>Makes a ring, still without memory.</summary>
    /// <param name="gl">Entry points of the current context. Borrowed.</param>
    public static PixelReadRing Create(GL gl)
    {
        ArgumentNullException.ThrowIfNull(gl);
        return new PixelReadRing(gl);
    }

    /// <summary>Pictures under way.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes of the oldest picture under way; 0 for none.</summary>
    public int NextLength => Count == 0 ? 0 : _slots[_first].Bytes;

    /// <summary>Lets the device copy a target's picture as soon as it is drawn; returns at once.</summary>
    /// <param name="target">Borrowed.</param>
    /// <returns>False where as many as fit are under way.</returns>
    /// <exception cref="Core.Errors.GraphicsException">The context is gone.</exception>
    public bool TryBegin(OffscreenTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        if (Count == Capacity)
        {
            return false;
        }

        _queue.Enter();
        ref var slot = ref _slots[(_first + Count) % Capacity];
        var bytes = target.Width * target.Height * 4;
        if (slot.Bytes != bytes)
        {
            Allocate(ref slot, bytes);
        }

        slot.RowBytes = target.Width * 4;
        target.ReadPixels(slot.Buffer!);
        slot.Fence = _gl.FenceSync(SyncCondition.SyncGpuCommandsComplete, SyncBehaviorFlags.None);
        Count++;
        return true;
    }

    /// <summary>Takes the oldest picture, if it has come.</summary>
    /// <param name="rgba8">Receives rows, top first; at least <see cref="NextLength"/> bytes.</param>
    /// <param name="waits">Whether to wait for it.</param>
    /// <returns>Its bytes; 0 where none has come. One that the driver lost is left out and counts as not come.</returns>
    public int TryTake(Span<byte> rgba8, bool waits)
    {
        if (Count == 0)
        {
            return 0;
        }

        _queue.Enter();
        ref var slot = ref _slots[_first];
        var status = _gl.ClientWaitSync(slot.Fence, SyncObjectMask.Bit, waits ? Patience : 0);
        if (status == GLEnum.TimeoutExpired && !waits)
        {
            return 0;
        }

        _gl.DeleteSync(slot.Fence);
        (_first, Count) = ((_first + 1) % Capacity, Count - 1);
        return status is GLEnum.AlreadySignaled or GLEnum.ConditionSatisfied && TryCopy(slot, rgba8) ? slot.Bytes : 0;
    }

    /// <inheritdoc/>
    /// <remarks>The fences of pictures under way end with the context.</remarks>
    public void Dispose()
    {
        Count = 0;
        foreach (var slot in _slots)
        {
            slot.Buffer?.Dispose();
        }
    }

    private void Allocate(ref Slot slot, int bytes)
    {
        slot.Buffer?.Dispose();
        slot.Buffer = GlName.Create(_gl, GlObjectKind.Buffer);
        slot.Bytes = bytes;
        var bound = (uint)_gl.GetInteger(GLEnum.PixelPackBufferBinding);
        _gl.BindBuffer(BufferTargetARB.PixelPackBuffer, slot.Buffer.Value);
        _gl.BufferData(BufferTargetARB.PixelPackBuffer, (nuint)bytes, null, BufferUsageARB.StreamRead);
        _gl.BindBuffer(BufferTargetARB.PixelPackBuffer, bound);
    }

    // OpenGL gives the bottom row first.
    private bool TryCopy(in Slot slot, Span<byte> rgba8)
    {
        var bound = (uint)_gl.GetInteger(GLEnum.PixelPackBufferBinding);
        _gl.BindBuffer(BufferTargetARB.PixelPackBuffer, slot.Buffer!.Value);
        var memory = _gl.MapBufferRange(BufferTargetARB.PixelPackBuffer, 0, (nuint)slot.Bytes, MapBufferAccessMask.ReadBit);
        var copied = memory != null;
        if (copied)
        {
            var source = new ReadOnlySpan<byte>(memory, slot.Bytes);
            for (var at = 0; at < slot.Bytes; at += slot.RowBytes)
            {
                source.Slice(slot.Bytes - slot.RowBytes - at, slot.RowBytes).CopyTo(rgba8[at..]);
            }

            copied = _gl.UnmapBuffer(BufferTargetARB.PixelPackBuffer);
        }

        _gl.BindBuffer(BufferTargetARB.PixelPackBuffer, bound);
        return copied;
    }

    private struct Slot
    {
        public GlName? Buffer;
        public nint Fence;
        public int Bytes;
        public int RowBytes;
    }
}
