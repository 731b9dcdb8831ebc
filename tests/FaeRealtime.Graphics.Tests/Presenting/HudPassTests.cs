using System.Numerics;
using FaeRealtime.Graphics.Presenting;
using FaeRealtime.Graphics.Textures;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;

namespace FaeRealtime.Graphics.Tests.Presenting;

[Collection(GlTests.Name)]
public sealed class HudPassTests
{
    private const int Width = 640, Height = 360;

    [Fact]
    public void Draw_Letter_PutsItsPixelsInTheTopLeftCorner()
    {
        using var scene = new GlScene();
        var read = Render(scene, "L");

        // The cell starts 6 pixels from the corner; an L is lit in column 1, rows 0 to 6, and along row 6.
        Assert.All(Enumerable.Range(0, 7), row => Assert.Equal(255, Red(read, 6 + 1, 6 + row)));
        Assert.All(Enumerable.Range(1, 5), column => Assert.Equal(255, Red(read, 6 + column, 6 + 6)));
        Assert.InRange(Red(read, 6 + 3, 6 + 2), 80, 100);
        Assert.Equal(200, Red(read, 5, 5));
        Assert.Equal(200, Red(read, Width - 1, Height - 1));
    }

    [Fact]
    public void Draw_SecondLine_StandsBelowTheFirst()
    {
        using var scene = new GlScene();
        var read = Render(scene, "\n\nL");
        Assert.Equal(200, Red(read, 7, 6));
        Assert.Equal(255, Red(read, 7, 6 + 16));
    }

    [Fact]
    public void Draw_TallTarget_DoublesThePixels()
    {
        using var scene = new GlScene();
        using var hud = HudPass.Create(scene.Gl);
        using var target = OffscreenTarget.Create(scene.Gl, 100, 720);
        target.Bind();
        hud.Draw("L", 100, 720);
        var read = new byte[100 * 720 * 4];
        target.ReadPixels(read);
        Assert.Equal(255, read[((12 * 100) + 14) * 4]);
        Assert.Equal(255, read[((13 * 100) + 15) * 4]);
        Assert.Equal(0, read[((13 * 100) + 16) * 4]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    public void Draw_NothingToShow_LeavesThePicture(string text)
    {
        using var scene = new GlScene();
        Assert.All(Render(scene, text).Chunk(4), pixel => Assert.Equal(200, pixel[0]));
    }

    [Fact]
    public void Draw_UnknownAndTooManyCharacters_StaysWithinTheBuffer()
    {
        using var scene = new GlScene();
        var unknown = Render(scene, "é");
        Assert.Equal(Render(scene, "?"), unknown);
        Render(scene, new string('#', HudPass.Capacity + 100));
    }

    [Theory]
    [InlineData(768, 768, 46, 46)]
    [InlineData(640, 360, 78, 43)]
    [InlineData(10, 10, 0, 0)]
    public void ColumnsAndRows_OfATarget_AreTheCellsThatFit(int width, int height, int columns, int rows) =>
        Assert.Equal((columns, rows), (HudPass.Columns(width, height), HudPass.Rows(height)));

    [Fact]
    public void Draw_PictureWithHud_WritesAPictureToLookAt()
    {
        using var scene = new GlScene();
        using var texture = SharedTexture.Create(scene.Gl, 64, 64);
        using var present = PresentPass.Create(scene.Gl);
        using var hud = HudPass.Create(scene.Gl);
        using var target = OffscreenTarget.Create(scene.Gl, 1280, 720);
        texture.Upload(Arrow());
        target.Bind();
        present.Draw(texture.Name, 64, 64, 1280, 720, new() { Background = new Vector3(0.1f, 0.1f, 0.2f) });
        var font = new string([.. Enumerable.Range(32, 95).Select(code => (char)code)]);
        hud.Draw($"60.0 fps  generate 12.3 ms\n{font[..48]}\n{font[48..]}", 1280, 720);
        var read = new byte[1280 * 720 * 4];
        target.ReadPixels(read);
        var folder = Path.Combine(Path.GetTempPath(), "FaeRealtime.Graphics.Tests");
        Directory.CreateDirectory(folder);
        using var picture = Image.LoadPixelData<Rgba32>(read, 1280, 720);
        picture.SaveAsPng(Path.Combine(folder, "present-and-hud.png"));
        Assert.Contains((byte)255, read.Take(1280 * 4 * 60).Where((_, i) => i % 4 == 0));
    }

    // An arrow that points up and a red mark on the left: a flip or a mirror shows at a glance.
    private static byte[] Arrow()
    {
        var pixels = GlScene.Ramp(64, 64);
        for (var y = 0; y < 64; y++)
        {
            for (var x = 0; x < 64; x++)
            {
                var at = ((y * 64) + x) * 4;
                var arrow = y < 30 ? Math.Abs(x - 32) < y - 4 : y < 58 && Math.Abs(x - 32) < 8;
                var mark = x < 12 && y is >= 40 and < 52;
                (pixels[at], pixels[at + 1], pixels[at + 2]) = mark ? ((byte)255, (byte)0, (byte)0) : arrow ? ((byte)250, (byte)250, (byte)90) : ((byte)(x * 2), (byte)(y * 2), (byte)120);
            }
        }

        return pixels;
    }

    private static byte[] Render(GlScene scene, string text)
    {
        using var texture = SharedTexture.Create(scene.Gl, 1, 1);
        using var present = PresentPass.Create(scene.Gl);
        using var hud = HudPass.Create(scene.Gl);
        using var target = OffscreenTarget.Create(scene.Gl, Width, Height);
        texture.Upload([200, 200, 200, 255]);
        target.Bind();
        present.Draw(texture.Name, Width, Height, Width, Height, PresentOptions.Default);
        hud.Draw(text, Width, Height);
        var read = new byte[Width * Height * 4];
        target.ReadPixels(read);
        return read;
    }

    private static int Red(byte[] pixels, int x, int y) => pixels[((y * Width) + x) * 4];
}
