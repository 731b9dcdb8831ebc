using System.Runtime.CompilerServices;
using Silk.NET.OpenGL;

namespace FaeRealtime.Graphics.State;

/// <summary>How pixels lie in memory for one direction: tightly, in the machine's order, in no buffer object; then as it was.</summary>
internal readonly unsafe ref struct PixelStorage
{
    private const GLEnum PackInvert = (GLEnum)0x8758;

    // The alignment comes first, because it alone is not 0 in our draws.
    private static readonly GLEnum[] UnpackNames =
    [
        GLEnum.UnpackAlignment, GLEnum.UnpackRowLength, GLEnum.UnpackSkipRows, GLEnum.UnpackSkipPixels, GLEnum.UnpackImageHeight, GLEnum.UnpackSkipImages, GLEnum.UnpackSwapBytes, GLEnum.UnpackLsbFirst,
    ];

    private static readonly GLEnum[] PackNames =
    [
        GLEnum.PackAlignment, GLEnum.PackRowLength, GLEnum.PackSkipRows, GLEnum.PackSkipPixels, GLEnum.PackImageHeight, GLEnum.PackSkipImages, GLEnum.PackSwapBytes, GLEnum.PackLsbFirst, PackInvert,
    ];

    private readonly GL _gl;
    private readonly ReadOnlySpan<GLEnum> _names;
    private readonly BufferTargetARB _target;
    private readonly uint _buffer;
    private readonly Values _values;

    private PixelStorage(GL gl, ReadOnlySpan<GLEnum> names, BufferTargetARB target, uint buffer, Values values)
    {
        (_gl, _target, _buffer, _values) = (gl, target, buffer, values);
        _names = names;
    }

    /// <summary>For uploads.</summary>
    /// <param name="gl">Entry points of the current context. Borrowed.</param>
    /// <param name="alignment">Of rows in bytes.</param>
    public static PixelStorage Unpack(GL gl, int alignment) => Begin(gl, UnpackNames, BufferTargetARB.PixelUnpackBuffer, GLEnum.PixelUnpackBufferBinding, alignment);

    /// <summary>For reading back.</summary>
    /// <param name="gl">Entry points of the current context. Borrowed.</param>
    /// <param name="alignment">Of rows in bytes.</param>
    public static PixelStorage Pack(GL gl, int alignment)
    {
        var names = GlFeatures.Of(gl).PackInvert ? PackNames.Length : PackNames.Length - 1;
        return Begin(gl, PackNames.AsSpan(0, names), BufferTargetARB.PixelPackBuffer, GLEnum.PixelPackBufferBinding, alignment);
    }

    private static PixelStorage Begin(GL gl, ReadOnlySpan<GLEnum> names, BufferTargetARB target, GLEnum binding, int alignment)
    {
        var buffer = (uint)gl.GetInteger(binding);
        var values = default(Values);
        gl.BindBuffer(target, 0);
        for (var i = 0; i < names.Length; i++)
        {
            values[i] = gl.GetInteger(names[i]);
            gl.PixelStore(names[i], i == 0 ? alignment : 0);
        }

        return new(gl, names, target, buffer, values);
    }

    public void Dispose()
    {
        for (var i = 0; i < _names.Length; i++)
        {
            _gl.PixelStore(_names[i], _values[i]);
        }

        _gl.BindBuffer(_target, _buffer);
    }

    [InlineArray(9)]
    private struct Values
    {
        private int _first;
    }
}
