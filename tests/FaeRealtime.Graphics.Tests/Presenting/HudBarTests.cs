using FaeRealtime.Graphics.Presenting;

namespace FaeRealtime.Graphics.Tests.Presenting;

[Collection(GlTests.Name)]
public sealed class HudBarTests
{
    private const int Width = 200, Height = 100;

    [Fact]
    public void Draw_Bars_FillTheirPlacesInOrderAndBlend()
    {
        using var scene = new GlScene();
        var read = Render(scene, [new(10, 20, 30, 8, 0xFF0000FF), new(12, 22, 4, 2, 0x00FF00FF), new(50, 0, 10, 10, 0x0000FF80)]);

        Assert.Equal((255, 0, 0), At(read, 10, 20));
        Assert.Equal((255, 0, 0), At(read, 39, 27));
        Assert.Equal((0, 0, 0), At(read, 40, 27));
        Assert.Equal((0, 0, 0), At(read, 39, 28));
        Assert.Equal((0, 255, 0), At(read, 12, 22));
        Assert.Equal((255, 0, 0), At(read, 16, 22));
        Assert.InRange(At(read, 55, 5).Blue, 126, 130);
    }

    [Fact]
    public void Draw_RoundCorners_LeavesThemOpenAndTheEdgesFull()
    {
        using var scene = new GlScene();
        var read = Render(scene, [new(10, 20, 40, 30, 0xFF0000FF, 8)]);
        Assert.All(((int X, int Y)[])[(10, 20), (49, 20), (10, 49), (49, 49)], corner => Assert.Equal(0, At(read, corner.X, corner.Y).Red));
        Assert.All(((int X, int Y)[])[(10, 35), (49, 35), (30, 20), (30, 49)], edge => Assert.Equal(255, At(read, edge.X, edge.Y).Red));
        Assert.Equal((0, 0), (At(read, 9, 35).Red, At(read, 50, 35).Red));
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
            var height = Enumerable.Range(0, 20).Count(y => At(read, i, y).Red > 200);
            Assert.InRange(height, Math.Max(1, (i / 2.0) - 1), Math.Max(1, (i / 2.0) + 1));
        }
    }

    private static byte[] Render(GlScene scene, ReadOnlySpan<HudBar> bars)
    {
        using var pass = HudPass.Create(scene.Gl);
        using var target = OffscreenTarget.Create(scene.Gl, Width, Height);
        target.Bind();
        scene.Gl.ClearColor(0, 0, 0, 1);
        scene.Gl.Clear(Silk.NET.OpenGL.ClearBufferMask.ColorBufferBit);
        pass.Draw(bars, [], Width, Height);
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
