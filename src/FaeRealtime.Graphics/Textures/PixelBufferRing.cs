using FaeRealtime.Core;
using FaeRealtime.Graphics.Lifetime;
using Silk.NET.OpenGL;

namespace FaeRealtime.Graphics.Textures;

/// <summary>Three pixel unpack buffers of one frame each, used in turn.</summary>
internal sealed unsafe class PixelBufferRing : IDisposable
{
    private const int Slots = 3;

    private readonly GL _gl;
    private readonly GlName[] _buffers;
    private int _next;

    private PixelBufferRing(GL gl, GlName[] buffers) => (_gl, _buffers) = (gl, buffers);

    public static PixelBufferRing Create(GL gl, nuint bytes)
    {
        using var parts = new PartsInMaking();
        var buffers = new GlName[Slots];
        for (var i = 0; i < Slots; i++)
        {
            buffers[i] = parts.Add(GlName.Create(gl, GlObjectKind.Buffer));
            gl.BindBuffer(BufferTargetARB.PixelUnpackBuffer, buffers[i].Value);
            gl.BufferData(BufferTargetARB.PixelUnpackBuffer, bytes, null, BufferUsageARB.StreamDraw);
        }

        gl.BindBuffer(BufferTargetARB.PixelUnpackBuffer, 0);
        return parts.Finish(new PixelBufferRing(gl, buffers));
    }

    /// <summary>Writes a frame into the next slot and leaves that slot bound as the unpack buffer; false when the driver lost the memory.</summary>
    public bool Stage(ReadOnlySpan<byte> pixels)
    {
        _gl.BindBuffer(BufferTargetARB.PixelUnpackBuffer, _buffers[_next].Value);
        _next = (_next + 1) % Slots;

        // Invalidating hands out fresh memory if the GPU still reads the old one: the render loop never waits here.
        var memory = _gl.MapBufferRange(BufferTargetARB.PixelUnpackBuffer, 0, (nuint)pixels.Length, MapBufferAccessMask.WriteBit | MapBufferAccessMask.InvalidateBufferBit);
        if (memory != null)
        {
            pixels.CopyTo(new Span<byte>(memory, pixels.Length));
            if (_gl.UnmapBuffer(BufferTargetARB.PixelUnpackBuffer))
            {
                return true;
            }
        }

        _gl.BindBuffer(BufferTargetARB.PixelUnpackBuffer, 0);
        return false;
    }

    public void Dispose()
    {
        foreach (var buffer in _buffers)
        {
            buffer.Dispose();
        }
    }
}
