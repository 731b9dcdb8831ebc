using FaeRealtime.Core.Errors;
using FaeRealtime.Graphics.Presenting;
using FaeRealtime.Graphics.Textures;
using Silk.NET.OpenGL;

namespace FaeRealtime.Graphics.Tests.Textures;

[Collection(GlTests.Name)]
public sealed class SharedTextureTests
{
    [Fact]
    public void Create_OnLlvmpipe_UploadsDirectly()
    {
        using var scene = new GlScene();
        using var texture = SharedTexture.Create(scene.Gl, 4, 4);
        var software = scene.Context.Renderer.Contains("llvmpipe", StringComparison.Ordinal);
        Assert.Equal(software ? UploadPath.Direct : UploadPath.PixelBuffers, texture.Path);
    }

    [Theory]
    [InlineData(0, 4)]
    [InlineData(4, -1)]
    [InlineData(4, 1_000_000)]
    public void Create_ImpossibleSize_NamesTheLimit(int width, int height)
    {
        using var scene = new GlScene();
        var failure = Assert.Throws<GraphicsException>(() => SharedTexture.Create(scene.Gl, width, height));
        Assert.Contains($"{width}x{height}", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Upload_WrongLength_NamesBothSizes()
    {
        using var scene = new GlScene();
        using var texture = SharedTexture.Create(scene.Gl, 4, 2);
        var failure = Assert.Throws<ArgumentException>(() => texture.Upload(new byte[31]));
        Assert.Contains("32 bytes, not 31", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Upload_Disposed_Throws()
    {
        using var scene = new GlScene();
        var texture = SharedTexture.Create(scene.Gl, 1, 1);
        texture.Dispose();
        Assert.Throws<ObjectDisposedException>(() => texture.Upload([1, 2, 3, 4]));
    }

    [Theory]
    [InlineData(UploadPath.Direct)]
    [InlineData(UploadPath.PixelBuffers)]
    public void Upload_ApplicationsState_IsIgnoredAndKept(UploadPath path)
    {
        using var scene = new GlScene();
        var gl = scene.Gl;
        using var texture = SharedTexture.Create(gl, 3, 3, path);
        using var application = SharedTexture.Create(gl, 1, 1);
        gl.BindTexture(TextureTarget.Texture2D, application.Name);
        gl.PixelStore(PixelStoreParameter.UnpackAlignment, 8);
        gl.PixelStore(PixelStoreParameter.UnpackRowLength, 5);
        gl.PixelStore(PixelStoreParameter.UnpackSkipRows, 2);
        var pixels = GlScene.Ramp(3, 3);
        texture.Upload(pixels);
        Assert.Equal((int)application.Name, gl.GetInteger(GetPName.TextureBinding2D));
        Assert.Equal(8, gl.GetInteger(GetPName.UnpackAlignment));
        Assert.Equal(5, gl.GetInteger(GetPName.UnpackRowLength));
        Assert.Equal(2, gl.GetInteger(GetPName.UnpackSkipRows));
        Assert.Equal(0, gl.GetInteger(GetPName.PixelUnpackBufferBinding));
        Assert.Equal(pixels, ReadTexture(gl, texture));
    }

    [Theory]
    [InlineData(UploadPath.Direct)]
    [InlineData(UploadPath.PixelBuffers)]
    public void Frame_UploadDrawRead_AllocatesNothing(UploadPath path)
    {
        using var scene = new GlScene();
        using var texture = SharedTexture.Create(scene.Gl, 32, 32, path);
        using var pass = PresentPass.Create(scene.Gl);
        using var hud = HudPass.Create(scene.Gl);
        using var target = OffscreenTarget.Create(scene.Gl, 64, 64);
        var pixels = GlScene.Ramp(32, 32);
        var read = new byte[64 * 64 * 4];
        Frame(1);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Frame(20);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Frame(int times)
        {
            for (var i = 0; i < times; i++)
            {
                texture.Upload(pixels);
                target.Bind();
                pass.Draw(texture.Name, 32, 32, 64, 64, PresentOptions.Default);
                hud.Draw("60 fps\nseed 17", 64, 64);
                target.ReadPixels(read);
            }
        }
    }

    // As an application sees the texture: row 0 first, and that is the picture's top row.
    private static unsafe byte[] ReadTexture(GL gl, SharedTexture texture)
    {
        var pixels = new byte[texture.Width * texture.Height * 4];
        gl.BindTexture(TextureTarget.Texture2D, texture.Name);
        fixed (byte* pointer = pixels)
        {
            gl.GetTexImage(TextureTarget.Texture2D, 0, PixelFormat.Rgba, PixelType.UnsignedByte, pointer);
        }

        return pixels;
    }
}
