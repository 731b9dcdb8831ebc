using System.Numerics;
using FaeRealtime.Graphics.Presenting;
using FaeRealtime.Graphics.Textures;
using Silk.NET.OpenGL;

namespace FaeRealtime.Graphics.Tests.State;

/// <summary>An application's framebuffer with everything that hostile state acts on: samples, sRGB, depth, stencil.</summary>
[Collection(GlTests.Name)]
public sealed unsafe class RichFramebufferTests
{
    private const int Side = 32, Samples = 4;

    // Those of reading act on the test's own reading.
    public static TheoryData<string> Names =>
    [
        .. HostileState.All.Select(hostile => hostile.Name)
            .Where(name => name is not ("read buffer" or "other read framebuffer") && !name.StartsWith("pack", StringComparison.Ordinal)),
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void Draw_HostileState_SamePicture(string name) => Assert.Equal(Picture(string.Empty), Picture(name));

    private static byte[] Picture(string name)
    {
        using var scene = new GlScene();
        var (gl, host) = (scene.Gl, new HostObjects(scene.Gl));
        using var texture = SharedTexture.Create(gl, Side / 2, Side);
        using var pass = PresentPass.Create(gl);
        using var text = HudPass.Create(gl);
        texture.Upload(GlScene.Ramp(Side / 2, Side));
        var drawn = Framebuffer(gl, Samples);
        gl.BindFramebuffer(FramebufferTarget.Framebuffer, drawn);
        gl.ClearDepth(0.25);
        gl.Clear(ClearBufferMask.ColorBufferBit | ClearBufferMask.DepthBufferBit | ClearBufferMask.StencilBufferBit);
        foreach (var (_, set) in HostileState.All.Where(hostile => hostile.Name == name))
        {
            set(gl, host);
        }

        pass.Draw(texture.Name, Side / 2, Side, Side, Side, new PresentOptions { Filter = PresentFilter.Nearest, Background = new Vector3(0.2f, 0.5f, 0.8f) });
        text.Draw("ab", Side, Side);
        if (gl.GetBoolean(GLEnum.TransformFeedbackActive))
        {
            gl.EndTransformFeedback();
        }

        return Resolve(gl, drawn);
    }

    private static uint Framebuffer(GL gl, uint samples)
    {
        var (framebuffer, color, depth) = (gl.GenFramebuffer(), gl.GenRenderbuffer(), gl.GenRenderbuffer());
        gl.BindFramebuffer(FramebufferTarget.Framebuffer, framebuffer);
        gl.BindRenderbuffer(RenderbufferTarget.Renderbuffer, color);
        gl.RenderbufferStorageMultisample(RenderbufferTarget.Renderbuffer, samples, InternalFormat.Srgb8Alpha8, Side, Side);
        gl.BindRenderbuffer(RenderbufferTarget.Renderbuffer, depth);
        gl.RenderbufferStorageMultisample(RenderbufferTarget.Renderbuffer, samples, InternalFormat.Depth24Stencil8, Side, Side);
        gl.FramebufferRenderbuffer(FramebufferTarget.Framebuffer, FramebufferAttachment.ColorAttachment0, RenderbufferTarget.Renderbuffer, color);
        gl.FramebufferRenderbuffer(FramebufferTarget.Framebuffer, FramebufferAttachment.DepthStencilAttachment, RenderbufferTarget.Renderbuffer, depth);
        Assert.Equal(GLEnum.FramebufferComplete, gl.CheckFramebufferStatus(FramebufferTarget.Framebuffer));
        return framebuffer;
    }

    // By a context's first state, so that only the drawing is looked at.
    private static byte[] Resolve(GL gl, uint drawn)
    {
        var resolved = Framebuffer(gl, 0);
        gl.Disable(EnableCap.FramebufferSrgb);
        gl.Disable(EnableCap.RasterizerDiscard);
        gl.Disable(EnableCap.ScissorTest);
        gl.ColorMask(true, true, true, true);
        gl.BindFramebuffer(FramebufferTarget.ReadFramebuffer, drawn);
        gl.BlitFramebuffer(0, 0, Side, Side, 0, 0, Side, Side, ClearBufferMask.ColorBufferBit, BlitFramebufferFilter.Nearest);
        gl.BindFramebuffer(FramebufferTarget.ReadFramebuffer, resolved);
        var pixels = new byte[Side * Side * 4];
        fixed (byte* start = pixels)
        {
            gl.ReadPixels(0, 0, Side, Side, PixelFormat.Rgba, PixelType.UnsignedByte, start);
        }

        return pixels;
    }
}
