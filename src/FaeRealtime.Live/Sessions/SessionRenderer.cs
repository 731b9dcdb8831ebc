using FaeRealtime.Core;
using FaeRealtime.Core.Errors;
using FaeRealtime.Graphics.Presenting;
using Silk.NET.OpenGL;

namespace FaeRealtime;

/// <summary>Draws a session's picture, and text over it, into whatever framebuffer is bound. It knows a context, never a window.</summary>
/// <remarks>It sets all GL state that decides what it draws and puts it back; the framebuffer stays the caller's. Disposal is legal twice, from any thread, before or after the context is gone.</remarks>
public sealed class SessionRenderer : IDisposable
{
    private static readonly PresentOptions Options = new() { Filter = PresentFilter.Smooth };
    private readonly PresentPass _picture;
    private readonly HudPass _text;

    private SessionRenderer(PresentPass picture, HudPass text) => (_picture, _text) = (picture, text);

    /// <summary>Compiles what it needs; call it on the GL thread.</summary>
    /// <param name="gl">Entry points of the current context. Borrowed.</param>
    /// <exception cref="GraphicsException">A shader does not compile, or no context is current.</exception>
    public static SessionRenderer Create(GL gl)
    {
        ArgumentNullException.ThrowIfNull(gl);
        using var parts = new PartsInMaking();
        return parts.Finish(new SessionRenderer(parts.Add(PresentPass.Create(gl)), parts.Add(HudPass.Create(gl))));
    }

    /// <summary>Draws one frame; call it on the GL thread. Allocates nothing.</summary>
    /// <param name="session">Whose picture; black before its first frame.</param>
    /// <param name="width">Width of the bound framebuffer in pixels.</param>
    /// <param name="height">Height of the bound framebuffer in pixels.</param>
    /// <param name="text">Lines for the corner; empty for none.</param>
    /// <exception cref="GraphicsException">The context is gone.</exception>
    /// <exception cref="ObjectDisposedException">The renderer is disposed, or the session.</exception>
    public void Draw(LatentSession session, int width, int height, ReadOnlySpan<char> text = default)
    {
        Draw(session, width, height, [], []);
        if (!text.IsEmpty)
        {
            _text.Draw(text, width, height);
        }
    }

    /// <summary>Draws one frame with text of a layout of its own; call it on the GL thread. Allocates nothing.</summary>
    /// <param name="session">Whose picture; black before its first frame.</param>
    /// <param name="width">Width of the bound framebuffer in pixels.</param>
    /// <param name="height">Height of the bound framebuffer in pixels.</param>
    /// <param name="bars">Rectangles below the text, such as panels and charts; empty for none.</param>
    /// <param name="glyphs">Text, placed by <see cref="HudFont.Place"/>; empty for none.</param>
    /// <exception cref="GraphicsException">The context is gone.</exception>
    /// <exception cref="ObjectDisposedException">The renderer is disposed, or the session.</exception>
    public void Draw(LatentSession session, int width, int height, ReadOnlySpan<HudBar> bars, ReadOnlySpan<HudGlyph> glyphs)
    {
        ArgumentNullException.ThrowIfNull(session);
        if (session.TryGetFrame(out var frame) && session.ColorTexture is not 0 and var texture)
        {
            _picture.Draw(texture, frame.Width, frame.Height, width, height, Options);
        }
        else
        {
            _picture.Clear(default);
        }

        _text.Draw(bars, glyphs, width, height);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _picture.Dispose();
        _text.Dispose();
    }
}
