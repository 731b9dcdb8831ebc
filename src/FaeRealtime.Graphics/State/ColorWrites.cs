using Silk.NET.OpenGL;

namespace FaeRealtime.Graphics.State;

/// <summary>Which colours are written: all of draw buffer 0 and nothing of the others, for which our shaders have no output; then as it was.</summary>
internal sealed unsafe class ColorWrites
{
    private readonly GL _gl;
    private readonly (bool Red, bool Green, bool Blue, bool Alpha)[] _masks;

    public ColorWrites(GL gl, GlFeatures features) => (_gl, _masks) = (gl, new (bool, bool, bool, bool)[features.DrawBuffers]);

    public void Begin()
    {
        // The query writes four values of a byte each.
        var mask = stackalloc bool[4];
        for (var i = 0u; i < _masks.Length; i++)
        {
            _gl.GetBoolean(GLEnum.ColorWritemask, i, mask);
            _masks[i] = (mask[0], mask[1], mask[2], mask[3]);
            Set(i, i == 0 ? (true, true, true, true) : default);
        }
    }

    public void Restore()
    {
        for (var i = 0u; i < _masks.Length; i++)
        {
            Set(i, _masks[i]);
        }
    }

    private void Set(uint buffer, (bool Red, bool Green, bool Blue, bool Alpha) mask) => _gl.ColorMask(buffer, mask.Red, mask.Green, mask.Blue, mask.Alpha);
}
