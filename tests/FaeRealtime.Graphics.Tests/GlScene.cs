using FaeRealtime.Graphics.Contexts;
using FaeRealtime.Graphics.Lifetime;
using Silk.NET.OpenGL;

namespace FaeRealtime.Graphics.Tests;

/// <summary>A headless context for one test; on disposal it checks that no GL error is pending and no GL object is left.</summary>
internal sealed class GlScene : IDisposable
{
    private readonly int _before = GlObjects.LiveCount;
    private readonly EglContext _context = EglContext.CreateSurfaceless();

    public GL Gl => _context.Gl;

    public EglContext Context => _context;

    public void Dispose()
    {
        _context.MakeCurrent();
        GlDeletionQueue.For(Gl).Drain();
        var error = Gl.GetError();
        _context.Dispose();
        Assert.Equal(GLEnum.NoError, error);
        Assert.Equal(_before, GlObjects.LiveCount);
    }

    /// <summary>A picture in which every pixel differs: its red is the column, its green the row (top is 0).</summary>
    public static byte[] Ramp(int width, int height)
    {
        var pixels = new byte[width * height * 4];
        for (var i = 0; i < width * height; i++)
        {
            (pixels[4 * i], pixels[(4 * i) + 1], pixels[(4 * i) + 2], pixels[(4 * i) + 3]) = ((byte)(i % width), (byte)(i / width), 77, 255);
        }

        return pixels;
    }
}
