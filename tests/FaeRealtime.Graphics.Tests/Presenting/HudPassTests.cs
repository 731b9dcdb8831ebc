using System.Numerics;
using FaeRealtime.Graphics.Presenting;
using FaeRealtime.Graphics.Textures;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;

namespace FaeRealtime.Graphics.Tests.Presenting;

[Collection(GlTests.Name)]
public sealed class HudPassTests
{
    private const int Width = 400, Height = 120;

    /// <summary>Edges of an I and of its panel, to a pixel, at every scale: capitals are 0.727 em high, and this one's stem is 0.09 em wide.</summary>
    [Theory]
    [InlineData(1.0)]
    [InlineData(1.5)]
    [InlineData(2.0)]
    [InlineData(3.0)]
    public void Draw_LetterOfAnySize_HasItsHeightAndSharpEdges(double scale)
    {
        using var scene = new GlScene();
        var style = new HudMetrics(scale).Text;
        var glyphs = new HudGlyph[1];
        Assert.Equal(1, HudFont.Shared.Place("I", style, 20, 100, glyphs));
        var read = Render(scene, 0, hud => hud.Draw([], glyphs, Width, Height));
        var middle = Enumerable.Range(0, Width).MaxBy(x => Red(read, x, 95));
        int[] column = [.. Enumerable.Range(0, Height).Select(y => Red(read, middle, y))];

        Assert.Equal(0.727 * style.Size, column.Sum() / (double)column.Max(), 0.5);

        // A stem of little more than a pixel may lie on two.
        Assert.InRange(column[98], scale < 1.5 ? 180 : 250, 255);
        Assert.Equal(0, column[101]);
        Assert.InRange(column.Count(value => value > 0.1 * column.Max() && value < 0.9 * column.Max()), 0, 3);
        Assert.InRange(Enumerable.Range(0, Width).Count(x => Red(read, x, 95) > 0.1 * column.Max() && Red(read, x, 95) < 0.9 * column.Max()), 0, 2);
    }

    [Fact]
    public void Draw_Lines_StandOnAPanelInTheCornerBelowEachOther()
    {
        using var scene = new GlScene();
        var metrics = HudMetrics.For(Width, Height);
        var one = Render(scene, 200, hud => hud.Draw("L", Width, Height));
        var three = Render(scene, 200, hud => hud.Draw("\n\nL", Width, Height));
        Assert.Equal(200, Red(one, metrics.Margin - 1, metrics.Margin + 20));
        Assert.InRange(Red(one, metrics.Margin + 2, metrics.Margin + 15), 40, 80);
        Assert.Equal(200, Red(one, Width - 1, Height - 1));
        Assert.InRange(Lit(one).Max(place => place.Red), 250, 255);
        Assert.Equal(2 * metrics.Line, Lit(three).Max(place => place.Y) - Lit(one).Max(place => place.Y));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    public void Draw_NothingToShow_LeavesThePicture(string text)
    {
        using var scene = new GlScene();
        Assert.All(Render(scene, 200, hud => hud.Draw(text, Width, Height)).Chunk(4), pixel => Assert.Equal(200, pixel[0]));
    }

    [Fact]
    public void Draw_UnknownAndTooManyCharacters_StaysWithinTheBuffer()
    {
        using var scene = new GlScene();
        Assert.Equal(Render(scene, 200, hud => hud.Draw("?", Width, Height)), Render(scene, 200, hud => hud.Draw("字", Width, Height)));
        Render(scene, 200, hud => hud.Draw(new string('#', HudPass.Capacity + 100), Width, Height));
    }

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
        hud.Draw(string.Join('\n', HudFontTests.Specimen), 1280, 720);
        var glyphs = new HudGlyph[1000];
        var (count, y) = (0, 300);
        foreach (var size in (double[])[9.2, 11, 14.67, 22, 29.33, 44, 88])
        {
            count += HudFont.Shared.Place("AV To. Wörter «fließen» → 16.7 ms × 3 µ", new HudStyle(size), 60, y += (int)(size * 1.3), glyphs.AsSpan(count));
            count += HudFont.Shared.Place("SemiBold Title", new HudStyle(size, 0xFFD27AFF, HudWeight.SemiBold), 60 + (size * 22), y, glyphs.AsSpan(count));
        }

        hud.Draw([new(40, 290, 1200, 420, HudMetrics.PanelColor, 12)], glyphs.AsSpan(0, count), 1280, 720);
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

    private static IEnumerable<(int X, int Y, int Red)> Lit(byte[] pixels) =>
        Enumerable.Range(0, Width * Height).Select(i => (i % Width, i / Width, Red(pixels, i % Width, i / Width))).Where(place => place.Item3 > 220);

    private static byte[] Render(GlScene scene, byte grey, Action<HudPass> draw)
    {
        using var hud = HudPass.Create(scene.Gl);
        using var target = OffscreenTarget.Create(scene.Gl, Width, Height);
        target.Bind();
        scene.Gl.ClearColor(grey / 255f, grey / 255f, grey / 255f, 1);
        scene.Gl.Clear(Silk.NET.OpenGL.ClearBufferMask.ColorBufferBit);
        draw(hud);
        var read = new byte[Width * Height * 4];
        target.ReadPixels(read);
        return read;
    }

    private static int Red(byte[] pixels, int x, int y) => pixels[((y * Width) + x) * 4];
}
