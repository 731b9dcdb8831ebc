using FaeRealtime.Core;
using FaeRealtime.Core.Errors;
using FaeRealtime.Graphics.Lifetime;
using FaeRealtime.Graphics.Textures;
using Silk.NET.OpenGL;

namespace FaeRealtime.Graphics.Presenting;

/// <summary>Draws lines of text into the top left corner of the bound framebuffer, white on a dark veil.</summary>
/// <remarks>Sets all state that decides what it draws and puts it back. Disposal is legal twice, from any thread, before or after the context is gone.</remarks>
public sealed unsafe class HudPass : IDisposable
{
    /// <summary>How many characters are drawn at most; a longer text ends there.</summary>
    public const int Capacity = 4096;

    /// <summary>Width and height of a character in font pixels.</summary>
    public const int CellPixels = HudFont.CellPixels;

    private readonly HudInstances<uint> _characters;
    private readonly GlName _font;
    private readonly uint[] _cells = new uint[Capacity];

    private HudPass(HudInstances<uint> characters, GlName font) => (_characters, _font) = (characters, font);

    /// <summary>Compiles the shaders and uploads the font; call it on the GL thread.</summary>
    /// <param name="gl">Entry points of the current context. Borrowed.</param>
    /// <exception cref="GraphicsException">A shader does not compile, or no context is current.</exception>
    public static HudPass Create(GL gl)
    {
        using var parts = new PartsInMaking();
        return parts.Finish(new HudPass(parts.Add(HudInstances<uint>.Create(gl, "hud", (1, VertexAttribIType.UnsignedInt, 0))), CreateFont(gl)));
    }

    /// <summary>Characters that fit beside each other on a target.</summary>
    /// <param name="targetWidth">Its width in pixels.</param>
    /// <param name="targetHeight">Its height in pixels.</param>
    public static int Columns(int targetWidth, int targetHeight) => Cells(targetWidth, targetHeight);

    /// <summary>Lines that fit below each other on a target.</summary>
    /// <param name="targetHeight">Its height in pixels.</param>
    public static int Rows(int targetHeight) => Cells(targetHeight, targetHeight);

    /// <summary>Draws text; call it on the GL thread after the picture. Allocates nothing.</summary>
    /// <param name="text">Printable ASCII with <c>\n</c> between lines; other characters show as a question mark. What does not fit the target is cut off.</param>
    /// <param name="targetWidth">Width of the bound framebuffer in pixels.</param>
    /// <param name="targetHeight">Height of the bound framebuffer in pixels.</param>
    /// <exception cref="GraphicsException">The context is gone.</exception>
    /// <exception cref="ObjectDisposedException">The pass is disposed.</exception>
    public void Draw(ReadOnlySpan<char> text, int targetWidth, int targetHeight) =>
        _characters.Draw(_cells.AsSpan(0, HudLayout.Place(text, _cells)), targetWidth, targetHeight, _font);

    /// <inheritdoc/>
    public void Dispose()
    {
        _characters.Dispose();
        _font.Dispose();
    }

    private static int Cells(int pixels, int targetHeight) => Math.Max(0, ((pixels / HudTarget.Scale(targetHeight)) - (2 * HudTarget.Margin)) / CellPixels);

    private static GlName CreateFont(GL gl)
    {
        var font = GlName.Create(gl, GlObjectKind.Texture);
        using var state = UnpackState.Begin(gl, font.Value, alignment: 1);
        fixed (byte* rows = HudFont.Rows())
        {
            gl.TexImage2D(TextureTarget.Texture2D, 0, InternalFormat.R8ui, HudFont.CellPixels, (uint)HudFont.Count, 0, PixelFormat.RedInteger, PixelType.UnsignedByte, rows);
        }

        // An integer texture with any other filter is incomplete and reads as zero.
        gl.TexParameter(TextureTarget.Texture2D, TextureParameterName.TextureMinFilter, (int)TextureMinFilter.Nearest);
        gl.TexParameter(TextureTarget.Texture2D, TextureParameterName.TextureMagFilter, (int)TextureMagFilter.Nearest);
        return font;
    }
}

/// <summary>Where the HUD stands on a target, and how large.</summary>
internal static class HudTarget
{
    /// <summary>Distance from the edges in font pixels; the shaders have the same.</summary>
    public const int Margin = 6;

    // At 720 lines a character is 16 pixels high: readable from a chair, small beside the picture.
    private const int LinesPerScale = 360;

    /// <summary>Framebuffer pixels per font pixel.</summary>
    public static int Scale(int targetHeight) => Math.Max(1, targetHeight / LinesPerScale);
}
