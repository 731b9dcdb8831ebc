using FaeRealtime.Core.Noise;
using FaeRealtime.Engines;
using FaeRealtime.Engines.Torch;
using FaeRealtime.Live.Frames;
using FaeRealtime.Live.Motion;
using FaeRealtime.Live.Views;
using TorchSharp;

namespace FaeRealtime.Live.Tests.Views;

public sealed class LatentViewTests
{
    private static readonly FakeEngine Engine = new();

    [Fact]
    public void Paint_Channels_ShowsEachValueInItsPlace()
    {
        // Four channels of 4×4 on a picture of 32: 2×2 cells of 16 pixels, each value a square of 4, lines of 1 between.
        var view = new ChannelView(Engine.Info);
        var latent = new float[Engine.Info.LatentLength];
        (latent[16], latent[(3 * 16) + 15], latent[2]) = (3f, -3f, 300f);
        var rgba = Painted(view, latent);

        Assert.All(rgba.Chunk(4), pixel => Assert.Equal(255, pixel[3]));
        Assert.Equal((35, 35), (view.Width, view.Height));
        Assert.Equal((255, 153, 38), At(rgba, view, 18, 1));
        Assert.Equal((51, 140, 255), At(rgba, view, 33, 33));
        Assert.Equal((255, 255, 255), At(rgba, view, 9, 1));
        Assert.Equal((0, 0, 0), At(rgba, view, 1, 18));
        Assert.Equal((64, 64, 64), At(rgba, view, 17, 5));
    }

    [Fact]
    public void Paint_Features_GivesTokensOfOneKindOneColour()
    {
        // The fake's features repeat the latent's 64 values over 4×4 tokens of 16: tokens that are four apart are equal.
        var view = new FeatureView(Engine);
        var latent = new float[Engine.Info.LatentLength];
        PhiloxNoise.FillNormal(3, 0, 0, latent);
        var rgba = Painted(view, latent);

        Assert.Equal((32, 32), (view.Width, view.Height));
        Assert.Equal(4, Enumerable.Range(0, 16).Select(token => At(rgba, view, (token % 4 * 8) + 3, (token / 4 * 8) + 5)).Distinct().Count());
        Assert.Equal(At(rgba, view, 0, 0), At(rgba, view, 7, 31));
        Assert.NotEqual(At(rgba, view, 7, 0), At(rgba, view, 8, 0));
    }

    [Fact]
    public void Fit_TwoDirections_FindsThemByStrengthAndKeepsTheirSigns()
    {
        const int Rows = 50, Width = 20;
        var (values, strong, weak) = (new float[Rows * Width], new float[Rows], new float[Rows]);
        PhiloxNoise.FillNormal(1, 0, 0, strong);
        PhiloxNoise.FillNormal(2, 0, 0, weak);
        for (var i = 0; i < values.Length; i++)
        {
            var (row, column) = (i / Width, i % Width);
            values[i] = 7f + (column % 2 == 0 ? 4f * strong[row] : weak[row]);
        }

        var components = new PrincipalComponents(Rows, Width);
        components.Fit(values);
        var first = Enumerable.Range(0, Rows).Select(row => components[row, 0]).ToArray();
        var second = Enumerable.Range(0, Rows).Select(row => components[row, 1]).ToArray();
        Assert.InRange(Math.Abs(Correlation(first, strong)), 0.999, 1.001);
        Assert.InRange(Math.Abs(Correlation(second, weak)), 0.95, 1.001);

        values[3] += 0.1f;
        components.Fit(values);
        Assert.All(Enumerable.Range(0, Rows), row => Assert.Equal(first[row], components[row, 0], 0.05));
    }

    [Fact]
    public void Fit_EqualRows_StaysFinite()
    {
        var components = new PrincipalComponents(4, 8);
        components.Fit(new float[32]);
        Assert.Equal(0.0, components[3, 2]);
    }

    [Theory]
    [InlineData(1, 2, 1)]
    [InlineData(4, 5, 1)]
    [InlineData(8, 3, 3)]
    [InlineData(100, 4, 4)]
    public void Paint_Steps_GoesFromNoiseToTheLatent(int steps, int columns, int rows)
    {
        // The fake's generator enlarges a latent by 1.1 a step for class 1.
        var parameters = TestParameters.Of(seed: 2, steps: steps, kind: 1);
        var context = new SourceContext(Engine, parameters, TimeProvider.System, new RollingTimes());
        var view = new StepView(Engine, context);
        var side = Engine.Info.ImageSize;
        Assert.Equal((columns * side, rows * side), (view.Width, view.Height));

        var rgba = Painted(view, new float[Engine.Info.LatentLength], position: 3.7);
        var expected = new byte[side * side * 4];
        var latent = new float[Engine.Info.LatentLength];
        context.FillNoise([new(3, 1.0), new(2, 0.0)], latent);
        Engine.Decode(latent, expected);
        var noise = At(rgba, view, 0, 0);
        var last = Math.Min(StepView.Most, steps + 1) - 1;
        var end = At(rgba, view, last % columns * side, last / columns * side);
        Assert.Equal(noise, At(rgba, view, side - 1, side - 1));
        Assert.NotEqual(noise, end);
        Assert.True(Math.Abs(end.Red - 128) >= Math.Abs(noise.Red - 128), $"{noise} {end}");
    }

    [Fact]
    public void DecodeFeatures_EveryEngine_AgreesAndPaintsWhatItDecodes()
    {
        using var folder = new TemporaryFolder();
        var model = TestModel.Create(folder.At("model"));
        using var cpu = CpuFrameEngine.Open(new CpuEngineOptions(model) { Threads = 1 });
        using var slow = TorchFrameEngine.Open(new TorchEngineOptions(model, torch.CPU) { Threads = 1 });
        var latent = new float[cpu.Info.LatentLength];
        PhiloxNoise.FillNormal(9, 0, 0, latent);
        var (a, b) = (new float[cpu.Info.FeatureLength], new float[cpu.Info.FeatureLength]);
        cpu.DecodeFeatures(latent, a);
        slow.DecodeFeatures(latent, b);

        Assert.Contains(a, value => Math.Abs(value) > 0.1f);
        Assert.All(a.Zip(b), pair => Assert.Equal(pair.Second, pair.First, 1e-4));
    }

    private static byte[] Painted(ILatentView view, float[] latent, double position = 0.0)
    {
        var rgba = new byte[view.Width * view.Height * 4];
        view.Draw(new FramePoint(latent), position, rgba);
        return rgba;
    }

    private static (int Red, int Green, int Blue) At(byte[] rgba, ILatentView view, int x, int y)
    {
        var at = ((y * view.Width) + x) * 4;
        return (rgba[at], rgba[at + 1], rgba[at + 2]);
    }

    private static double Correlation(double[] a, float[] b)
    {
        var (meanA, meanB) = (a.Average(), b.Average());
        var product = a.Zip(b, (x, y) => (x - meanA) * (y - meanB)).Sum();
        return product / Math.Sqrt(a.Sum(x => (x - meanA) * (x - meanA)) * b.Sum(y => (y - meanB) * (y - meanB)));
    }
}
