using FaeRealtime.Core;
using FaeRealtime.Core.Errors;
using FaeRealtime.Graphics.Lifetime;
using FaeRealtime.Graphics.Textures;
using Silk.NET.OpenGL;

namespace FaeRealtime.Graphics.Presenting;

/// <summary>Draws text, and filled rectangles below it, over the bound framebuffer: one call for all rectangles, one for all letters.</summary>
/// <remarks>Sets all state that decides what it draws and puts it back. Disposal is legal twice, from any thread, before or after the context is gone.</remarks>
public sealed unsafe class HudPass : IDisposable
{
    /// <summary>How many characters of plain lines are drawn at most; a longer text ends there.</summary>
    public const int Capacity = 4096;

    private readonly HudInstances<HudGlyph> _letters;
    private readonly HudInstances<HudBar> _bars;
    private readonly GlName _font;
    private readonly HudGlyph[] _glyphs = new HudGlyph[Capacity];

    private HudPass(HudInstances<HudGlyph> letters, HudInstances<HudBar> bars, GlName font) => (_letters, _bars, _font) = (letters, bars, font);

    /// <summary>Compiles the shaders and uploads the font; call it on the GL thread.</summary>
    /// <param name="gl">Entry points of the current context. Borrowed.</param>
    /// <exception cref="GraphicsException">A shader does not compile, or no context is current.</exception>
    public static HudPass Create(GL gl)
    {
        using var parts = new PartsInMaking();
        var letters = parts.Add(HudInstances<HudGlyph>.Create(
            gl,
            "hud",
            (2, VertexAttribIType.Int, 0),
            (4, VertexAttribIType.UnsignedShort, HudGlyph.CellOffset),
            (1, VertexAttribIType.UnsignedInt, HudGlyph.SizeOffset),
            (1, VertexAttribIType.UnsignedInt, HudGlyph.ColorOffset)));
        var bars = parts.Add(HudInstances<HudBar>.Create(
            gl,
            "hud-bar",
            (4, VertexAttribIType.UnsignedShort, 0),
            (1, VertexAttribIType.UnsignedInt, HudBar.ColorOffset),
            (1, VertexAttribIType.UnsignedInt, HudBar.RadiusOffset)));
        return parts.Finish(new HudPass(letters, bars, CreateFont(gl, HudFont.Shared)));
    }

    /// <summary>Draws plain lines into the top left corner, on a dark panel as large as they are; call it on the GL thread after the picture. Allocates nothing.</summary>
    /// <param name="text">With <c>\n</c> between lines. What does not fit the target is cut off.</param>
    /// <param name="targetWidth">Width of the bound framebuffer in pixels.</param>
    /// <param name="targetHeight">Height of the bound framebuffer in pixels.</param>
    /// <exception cref="GraphicsException">The context is gone.</exception>
    /// <exception cref="ObjectDisposedException">The pass is disposed.</exception>
    public void Draw(ReadOnlySpan<char> text, int targetWidth, int targetHeight)
    {
        var metrics = HudMetrics.For(targetWidth, targetHeight);
        var (left, line, count, widest) = (metrics.Margin + metrics.Padding, 0, 0, 0.0);
        foreach (var part in text.Split('\n'))
        {
            var content = text[part].TrimEnd('\r');
            count += HudFont.Shared.Place(content, metrics.Text, left, metrics.Baseline(metrics.Margin + metrics.Padding, line++), _glyphs.AsSpan(count));
            widest = Math.Max(widest, HudFont.Shared.Measure(content, metrics.Text));
        }

        var panel = metrics.Panel(metrics.Margin, metrics.Margin, (int)Math.Ceiling(widest), line);
        Draw(count == 0 ? [] : new ReadOnlySpan<HudBar>(in panel), _glyphs.AsSpan(0, count), targetWidth, targetHeight);
    }

    /// <summary>Draws rectangles and letters over them, later ones over earlier ones; call it on the GL thread after the picture. Allocates nothing.</summary>
    /// <param name="bars">What does not fit the target is cut off.</param>
    /// <param name="glyphs">Of <see cref="HudFont.Place"/>.</param>
    /// <param name="targetWidth">Width of the bound framebuffer in pixels.</param>
    /// <param name="targetHeight">Height of the bound framebuffer in pixels.</param>
    /// <exception cref="GraphicsException">The context is gone.</exception>
    /// <exception cref="ObjectDisposedException">The pass is disposed.</exception>
    public void Draw(ReadOnlySpan<HudBar> bars, ReadOnlySpan<HudGlyph> glyphs, int targetWidth, int targetHeight)
    {
        _bars.Draw(bars, targetWidth, targetHeight);
        _letters.Draw(glyphs, targetWidth, targetHeight, _font);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _letters.Dispose();
        _bars.Dispose();
        _font.Dispose();
    }

    private static GlName CreateFont(GL gl, HudFont font)
    {
        var name = GlName.Create(gl, GlObjectKind.Texture);
        using var state = UnpackState.Begin(gl, name.Value, alignment: 1);
        fixed (byte* texels = font.Texels)
        {
            gl.TexImage2D(TextureTarget.Texture2D, 0, InternalFormat.R8, (uint)font.Width, (uint)font.Height, 0, PixelFormat.Red, PixelType.UnsignedByte, texels);
        }

        gl.TexParameter(TextureTarget.Texture2D, TextureParameterName.TextureMinFilter, (int)TextureMinFilter.Linear);
        gl.TexParameter(TextureTarget.Texture2D, TextureParameterName.TextureMagFilter, (int)TextureMagFilter.Linear);
        gl.TexParameter(TextureTarget.Texture2D, TextureParameterName.TextureWrapS, (int)TextureWrapMode.ClampToEdge);
        gl.TexParameter(TextureTarget.Texture2D, TextureParameterName.TextureWrapT, (int)TextureWrapMode.ClampToEdge);
        return name;
    }
}
