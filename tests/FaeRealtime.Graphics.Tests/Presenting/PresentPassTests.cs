using System.Numerics;
using FaeRealtime.Graphics.Presenting;
using FaeRealtime.Graphics.Textures;

namespace FaeRealtime.Graphics.Tests.Presenting;

[Collection(GlTests.Name)]
public sealed class PresentPassTests
{
    private static readonly PresentOptions Nearest = new() { Filter = PresentFilter.Nearest, Background = new Vector3(1, 0, 0) };

    [Theory]
    [InlineData(UploadPath.Direct)]
    [InlineData(UploadPath.PixelBuffers)]
    public void Draw_SameSize_ReturnsEveryByte(UploadPath path)
    {
        using var scene = new GlScene();
        using var texture = SharedTexture.Create(scene.Gl, 33, 17, path);
        using var pass = PresentPass.Create(scene.Gl);
        using var target = OffscreenTarget.Create(scene.Gl, 33, 17);
        var pixels = GlScene.Ramp(33, 17);
        var read = new byte[pixels.Length];
        for (var frame = 0; frame < 5; frame++)
        {
            pixels.AsSpan().Reverse();
            for (var i = 3; i < pixels.Length; i += 4)
            {
                pixels[i] = 255;
            }

            texture.Upload(pixels);
            target.Bind();
            pass.Draw(texture.Name, 33, 17, 33, 17, Nearest);
            target.ReadPixels(read);
            Assert.Equal(pixels, read);
        }
    }

    [Fact]
    public void Draw_WideTarget_CentresWholeNumberScaleBetweenBars()
    {
        using var scene = new GlScene();
        var read = Render(scene, 8, 8, 48, 16, Nearest);
        for (var y = 0; y < 16; y++)
        {
            for (var x = 0; x < 48; x++)
            {
                var inside = x is >= 16 and < 32;
                byte[] expected = inside ? [(byte)((x - 16) / 2), (byte)(y / 2), 77, 255] : [255, 0, 0, 255];
                Assert.Equal(expected, read.AsSpan(((y * 48) + x) * 4, 4).ToArray());
            }
        }
    }

    [Fact]
    public void Draw_TallTarget_PutsBarsAboveAndBelow()
    {
        using var scene = new GlScene();
        var read = Render(scene, 8, 4, 16, 32, Nearest);
        Assert.Equal([255, 0, 0, 255], read.AsSpan(0, 4).ToArray());
        Assert.Equal([0, 0, 77, 255], read.AsSpan(12 * 16 * 4, 4).ToArray());
        Assert.Equal([7, 3, 77, 255], read.AsSpan(((19 * 16) + 15) * 4, 4).ToArray());
        Assert.Equal([255, 0, 0, 255], read.AsSpan(20 * 16 * 4, 4).ToArray());
    }

    [Fact]
    public void Draw_Smooth_BlendsBetweenNeighbours()
    {
        using var scene = new GlScene();
        using var texture = SharedTexture.Create(scene.Gl, 2, 1);
        using var pass = PresentPass.Create(scene.Gl);
        using var target = OffscreenTarget.Create(scene.Gl, 8, 4);
        texture.Upload([0, 0, 0, 255, 255, 255, 255, 255]);
        target.Bind();
        pass.Draw(texture.Name, 2, 1, 8, 4, PresentOptions.Default);
        var read = new byte[8 * 4 * 4];
        target.ReadPixels(read);
        var reds = Enumerable.Range(0, 8).Select(x => (int)read[x * 4]).ToArray();
        Assert.Equal(0, reds[0]);
        Assert.Equal(255, reds[7]);
        Assert.InRange(reds[3], 90, 101);
        Assert.InRange(reds[4], 154, 165);
    }

    [Fact]
    public void Draw_TargetWithoutPixels_DrawsNothing()
    {
        using var scene = new GlScene();
        using var pass = PresentPass.Create(scene.Gl);
        pass.Draw(0, 8, 8, 0, 0, Nearest);
    }

    [Fact]
    public void Draw_SourceWithoutPixels_Throws()
    {
        using var scene = new GlScene();
        using var pass = PresentPass.Create(scene.Gl);
        Assert.Throws<ArgumentOutOfRangeException>(() => pass.Draw(0, 0, 8, 8, 8, Nearest));
    }

    private static byte[] Render(GlScene scene, int width, int height, int targetWidth, int targetHeight, PresentOptions options)
    {
        using var texture = SharedTexture.Create(scene.Gl, width, height);
        using var pass = PresentPass.Create(scene.Gl);
        using var target = OffscreenTarget.Create(scene.Gl, targetWidth, targetHeight);
        texture.Upload(GlScene.Ramp(width, height));
        target.Bind();
        pass.Draw(texture.Name, width, height, targetWidth, targetHeight, options);
        var read = new byte[targetWidth * targetHeight * 4];
        target.ReadPixels(read);
        return read;
    }
}
