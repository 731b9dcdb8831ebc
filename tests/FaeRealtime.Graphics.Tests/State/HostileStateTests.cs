using System.Numerics;
using FaeRealtime.Graphics.Presenting;
using FaeRealtime.Graphics.State;
using FaeRealtime.Graphics.Textures;
using Silk.NET.OpenGL;

namespace FaeRealtime.Graphics.Tests.State;

/// <summary>Whatever an application left set: the same picture, no byte beyond the span, and its state as it was.</summary>
[Collection(GlTests.Name)]
public sealed class HostileStateTests
{
    private const int Width = 33, Height = 40, Guard = 65536;
    private const byte GuardValue = 0xA5;

    private static readonly PresentOptions Options = new() { Filter = PresentFilter.Nearest, Background = new Vector3(1, 0, 0) };

    private static readonly HudBar[] Bars = [new(0, 0, 20, 8, 0x00FF0080), new(2, 10, 3, 9, 0x3366CCFF)];

    public static TheoryData<string> Names => [.. HostileState.All.Select(hostile => hostile.Name), "everything"];

    [Theory]
    [MemberData(nameof(Names))]
    public void DrawAndRead_HostileState_SamePictureAndStateAsBefore(string name)
    {
        var expected = Picture(string.Empty, UploadPath.Direct);
        Assert.Equal(expected, Picture(name, UploadPath.Direct));
        Assert.Equal(expected, Picture(name, UploadPath.PixelBuffers));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Clear_HostileState_FillsAndGivesBack(string name)
    {
        using var scene = new GlScene();
        using var pass = PresentPass.Create(scene.Gl);
        using var target = OffscreenTarget.Create(scene.Gl, Width, Height);
        target.Bind();
        Set(scene.Gl, new HostObjects(scene.Gl), name);
        var before = StateSnapshot.Read(scene.Gl);
        pass.Clear(new Vector3(0, 1, 0));
        Assert.Equal(before, StateSnapshot.Read(scene.Gl));
        Assert.All(Read(target).Chunk(4), pixel => Assert.Equal([0, 255, 0, 255], pixel));
        End(scene.Gl);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Create_HostileState_GivesBack(string name)
    {
        using var scene = new GlScene();
        var host = new HostObjects(scene.Gl);
        scene.Gl.BindFramebuffer(FramebufferTarget.Framebuffer, host.Framebuffer);
        Set(scene.Gl, host, name);
        var before = StateSnapshot.Read(scene.Gl);
        using var texture = SharedTexture.Create(scene.Gl, Width, Height, UploadPath.PixelBuffers);
        using var pass = PresentPass.Create(scene.Gl);
        using var text = HudPass.Create(scene.Gl);
        using var target = OffscreenTarget.Create(scene.Gl, Width, Height);
        Assert.Equal(before, StateSnapshot.Read(scene.Gl));
        End(scene.Gl);
    }

    // A context of 3.3 has no numbers of viewports and blend functions: the other way through the code.
    [Theory]
    [InlineData("")]
    [InlineData("colour mask")]
    [InlineData("blend function")]
    [InlineData("scissor")]
    [InlineData("lines")]
    [InlineData("viewport")]
    public void Draw_WithWhat33Has_SamePicture(string name)
    {
        using var scene = new GlScene();
        using var pass = PresentPass.Create(scene.Gl, new GlFeatures());
        using var texture = SharedTexture.Create(scene.Gl, Width, Width);
        using var target = OffscreenTarget.Create(scene.Gl, Width, Height);
        texture.Upload(GlScene.Ramp(Width, Width));
        target.Bind();
        pass.Draw(texture.Name, Width, Width, Width, Height, Options);
        var expected = Read(target);
        Assert.Equal([255, 0, 0, 255], expected[..4]);
        Set(scene.Gl, new HostObjects(scene.Gl), name);
        var before = StateSnapshot.Read(scene.Gl);
        pass.Clear(default);
        pass.Draw(texture.Name, Width, Width, Width, Height, Options);
        Assert.Equal(before, StateSnapshot.Read(scene.Gl));
        Assert.Equal(expected, Read(target));
    }

    // The state is set before the first object is made, and again when the target is bound, which sets its viewport and framebuffer.
    private static byte[] Picture(string hostile, UploadPath path)
    {
        using var scene = new GlScene();
        var (gl, host) = (scene.Gl, new HostObjects(scene.Gl));
        using var target = OffscreenTarget.Create(gl, Width, Height);
        target.Bind();
        Set(gl, host, hostile);
        using var texture = SharedTexture.Create(gl, Width, Width, path);
        using var pass = PresentPass.Create(gl);
        using var text = HudPass.Create(gl);
        var before = StateSnapshot.Read(gl);
        texture.Upload(GlScene.Ramp(Width, Width));
        pass.Draw(texture.Name, Width, Width, Width, Height, Options);
        text.Draw(Bars, [], Width, Height);
        text.Draw("Ab1\n%", Width, Height);
        var read = Read(target);
        Assert.Equal(before, StateSnapshot.Read(gl));
        End(gl);
        return read;
    }

    private static byte[] Read(OffscreenTarget target)
    {
        var memory = new byte[(2 * Guard) + (Width * Height * 4)];
        memory.AsSpan().Fill(GuardValue);
        target.ReadPixels(memory.AsSpan(Guard, Width * Height * 4));
        Assert.Equal(-1, memory.AsSpan(0, Guard).IndexOfAnyExcept(GuardValue));
        Assert.Equal(-1, memory.AsSpan(memory.Length - Guard).IndexOfAnyExcept(GuardValue));
        return memory[Guard..^Guard];
    }

    private static void Set(GL gl, HostObjects host, string name)
    {
        foreach (var (_, set) in HostileState.All.Where(hostile => hostile.Name == name || name == "everything"))
        {
            set(gl, host);
        }
    }

    private static void End(GL gl)
    {
        if (gl.GetBoolean(GLEnum.TransformFeedbackActive))
        {
            gl.EndTransformFeedback();
        }
    }
}
