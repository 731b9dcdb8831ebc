using FaeRealtime.Graphics.Presenting;

namespace FaeRealtime.Graphics.Tests.Presenting;

[Collection(GlTests.Name)]
public sealed class HudBarPassTests
{
    private const int Width = 200, Height = 100;

    [Fact]
    public void Draw_Bars_FillTheirPlacesInOrderAndBlend()
    {
        using var scene = new GlScene();
        var read = Render(scene, [new(10, 20, 30, 8, 0xFF0000FF), new(12, 22, 4, 2, 0x00FF00FF), new(50, 0, 10, 10, 0x0000FF80)]);

        // Everything stands 6 pixels from the corner.
        Assert.Equal((255, 0, 0), At(read, 6 + 10, 6 + 20));
        Assert.Equal((255, 0, 0), At(read, 6 + 39, 6 + 27));
        Assert.Equal((0, 0, 0), At(read, 6 + 40, 6 + 27));
        Assert.Equal((0, 0, 0), At(read, 6 + 39, 6 + 28));
        Assert.Equal((0, 255, 0), At(read, 6 + 12, 6 + 22));
        Assert.Equal((255, 0, 0), At(read, 6 + 16, 6 + 22));
        Assert.InRange(At(read, 6 + 55, 6 + 5).Blue, 126, 130);
    }

    [Fact]
    public void Draw_None_LeavesThePicture()
    {
        using var scene = new GlScene();
        Assert.All(Render(scene, []).Chunk(4), pixel => Assert.Equal(0, pixel[0]));
    }

    [Fact]
    public void Place_MoreValuesThanWidth_ShowsTheLatestOnTheRight()
    {
        var chart = new Sparkline(new HudBar(100, 40, 3, 10, 0x00000080), 0xFFFFFFFF);
        var bars = new HudBar[chart.MostBars];
        Assert.Equal(4, chart.Place([99, 99, 0, 6, 40], 20, bars));
        Assert.Equal(chart.Area, bars[0]);
        Assert.Equal([new(100, 49, 1, 1, 0xFFFFFFFF), new(101, 47, 1, 3, 0xFFFFFFFF), new(102, 40, 1, 10, 0xFFFFFFFF)], bars[1..]);
        Assert.Equal(2, chart.Place([20], 20, bars));
        Assert.Equal(new HudBar(102, 40, 1, 10, 0xFFFFFFFF), bars[1]);
    }

    [Fact]
    public void Draw_SparklineOnTheGpu_HasTheHeightsOfItsValues()
    {
        using var scene = new GlScene();
        var chart = new Sparkline(new HudBar(0, 0, 40, 20, 0x00000080), 0xFFFFFFFF);
        var bars = new HudBar[chart.MostBars];
        double[] values = [.. Enumerable.Range(0, 40).Select(i => i / 2.0)];
        var read = Render(scene, bars.AsSpan(0, chart.Place(values, 20, bars)));
        for (var i = 0; i < 40; i++)
        {
            var height = Enumerable.Range(0, 20).Count(y => At(read, 6 + i, 6 + y).Red > 200);
            Assert.InRange(height, Math.Max(1, (i / 2.0) - 1), Math.Max(1, (i / 2.0) + 1));
        }
    }

    private static byte[] Render(GlScene scene, ReadOnlySpan<HudBar> bars)
    {
        using var pass = HudBarPass.Create(scene.Gl);
        using var target = OffscreenTarget.Create(scene.Gl, Width, Height);
        target.Bind();
        scene.Gl.ClearColor(0, 0, 0, 1);
        scene.Gl.Clear(Silk.NET.OpenGL.ClearBufferMask.ColorBufferBit);
        pass.Draw(bars, Width, Height);
        var read = new byte[Width * Height * 4];
        target.ReadPixels(read);
        return read;
    }

    private static (int Red, int Green, int Blue) At(byte[] pixels, int x, int y)
    {
        var at = ((y * Width) + x) * 4;
        return (pixels[at], pixels[at + 1], pixels[at + 2]);
    }
}
