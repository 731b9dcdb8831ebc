using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Cpu.Tests;
using FaeRealtime.Cpu.Tests.Networks;
using FaeRealtime.Graphics.Compute;
using FaeRealtime.Graphics.Contexts;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Flow;
using FaeRealtime.Sampling.Walks;
using FaeRealtime.Testing;

namespace FaeRealtime.Engines.Gl.Tests;

/// <summary>The engine in compute shaders beside the one in C#, on whatever OpenGL the machine has.</summary>
public sealed class GlFrameEngineTests : IDisposable
{
    private const double Tolerance = 1e-4;

    private readonly TemporaryFolder _folder = new();

    private static ModelFolder Default => ModelFolder.Open(Path.Combine(Repository.Root, "content", "default"));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    public void Networks_OfARandomModel_AgreeWithTheCpuEngine(ulong seed)
    {
        var folder = RandomModel.Create(Path.Combine(_folder.Path, "model"), RandomConfig.Of(seed));
        GeneratorVariant[] kinds = folder.Config.FewStep is null ? [GeneratorVariant.Teacher] : [GeneratorVariant.Teacher, GeneratorVariant.FewStep];
        foreach (var kind in kinds)
        {
            using var engine = GlFrameEngine.Open(new GlEngineOptions(folder) { Generator = kind, HalfWeights = false });
            using var oracle = CpuFrameEngine.Open(new CpuEngineOptions(folder) { Generator = kind, Threads = 1 });
            Compare(engine, oracle, 1, 1);
        }
    }

    [Theory]
    [InlineData(GeneratorVariant.FewStep, 1.0)]
    [InlineData(GeneratorVariant.Teacher, 2.0)]
    public void Picture_OfTheDefaultModel_IsTheCpuEngines(GeneratorVariant kind, double guidance)
    {
        using var engine = GlFrameEngine.Open(new GlEngineOptions(Default) { Generator = kind, HalfWeights = false });
        using var oracle = CpuFrameEngine.Open(new CpuEngineOptions(Default) { Generator = kind, Threads = 1 });
        Compare(engine, oracle, guidance, 1);
    }

    [Fact]
    public void Picture_WithHalfWeights_IsNear()
    {
        using var engine = GlFrameEngine.Open(new GlEngineOptions(Default) { HalfWeights = true });
        using var oracle = CpuFrameEngine.Open(new CpuEngineOptions(Default) { Threads = 1 });
        var latent = Numbers.Normal(3, engine.Info.LatentLength);
        var (found, expected) = (Picture(engine, latent), Picture(oracle, latent));
        Assert.All(found.Zip(expected), pair => Assert.InRange(pair.First - pair.Second, -2, 2));
    }

    [Fact]
    public void Picture_Twice_SameBytes()
    {
        byte[]? first = null;
        for (var i = 0; i < 2; i++)
        {
            using var engine = GlFrameEngine.Open(new GlEngineOptions(Small()));
            var picture = Picture(engine, Generate(engine, 1, [new WeightedClass(1, 1)], 5));
            first ??= picture;
            Assert.Equal(first, picture);
            Assert.Equal(first, Picture(engine, Generate(engine, 1, [new WeightedClass(1, 1)], 5)));
        }
    }

    [Fact]
    public void Kernels_Measured_TakeTimeAndDoWork()
    {
        using var engine = GlFrameEngine.Open(new GlEngineOptions(Small()));
        var times = engine.MeasureKernels(1);
        Assert.Equal(["step", "feature decoder", "pixel decoder"], times.Select(time => time.Part).Distinct());
        Assert.All(times, time => Assert.True(time.Nanoseconds > 100 && time.Work.Bytes > 0, $"{time.Kernel}: {time.Nanoseconds} ns, {time.Work.Bytes} bytes"));
        Assert.Contains(times, time => time.Work.Operations > 0);
    }

    [Fact]
    public void Modulations_OfTheSameStep_AreComputedOnce()
    {
        using var engine = GlFrameEngine.Open(new GlEngineOptions(Small()));
        Generate(engine, 1, [new WeightedClass(1, 1)], 5);
        var computed = engine.Generator!.Computed;
        Assert.True(computed > 0);
        Generate(engine, 1, [new WeightedClass(1, 1)], 6);
        Assert.Equal(computed, engine.Generator.Computed);
        Generate(engine, 1, [new WeightedClass(2, 1)], 6);
        Assert.True(engine.Generator.Computed > computed);
    }

    [Fact]
    public void WrongLengths_AndWhatIsNotFinite_AreNamed()
    {
        using var engine = GlFrameEngine.Open(new GlEngineOptions(Small()));
        var (latent, picture) = (Numbers.Normal(3, engine.Info.LatentLength), new byte[4 * engine.Info.ImageSize * engine.Info.ImageSize]);
        Assert.Contains("[C, h, w]", Assert.Throws<ShapeException>(() => engine.Decode(latent.AsSpan(1), picture)).Message, StringComparison.Ordinal);
        Assert.Contains("H·W·4", Assert.Throws<ShapeException>(() => engine.Decode(latent, picture.AsSpan(1))).Message, StringComparison.Ordinal);
        Assert.Contains("[T, D]", Assert.Throws<ShapeException>(() => engine.DecodePixels(new float[5], picture)).Message, StringComparison.Ordinal);
        latent[7] = float.NaN;
        Assert.Contains("decoders", Assert.Throws<CheckpointException>(() => engine.Decode(latent, picture)).Message, StringComparison.Ordinal);
        latent[7] = 0;
        engine.Decode(latent, picture);
    }

    /// <summary>A kernel that a driver refuses is named with its file and the driver; a session then takes the CPU engine and says why.</summary>
    [Fact]
    public void Kernel_ThatDoesNotCompile_IsNamed_AndTheFallbackSaysWhy()
    {
        using var context = EglContext.CreateSurfaceless();
        var failure = Assert.Throws<GraphicsException>(() => ComputeProgram.Load(context.Gl, "combine", "count banana!"));
        Assert.Contains("shaders/compute/combine.comp", failure.Message, StringComparison.Ordinal);
        Assert.Contains(context.Renderer, failure.Message, StringComparison.Ordinal);

        using var broken = new BrokenContext(context);
        var options = new GlEngineOptions(Small()) { Context = broken };
        Assert.Contains("out of memory", Assert.Throws<GraphicsException>(options.Open).Message, StringComparison.Ordinal);
        using var engine = (options with { Fallback = new CpuEngineOptions() }).Open();
        Assert.StartsWith("cpu, ", engine.Info.Device, StringComparison.Ordinal);
        Assert.Contains("out of memory", engine.Info.Reason, StringComparison.Ordinal);
        Assert.Equal((EngineKind.Cpu, null), (engine.Info.Kind, engine.Info.Renderer));
        Assert.Equal(EngineKind.Cpu, (options with { Fallback = new CpuEngineOptions() }).Repeatable().Kind);
        Assert.Equal(EngineKind.Gl, options.Repeatable().Kind);
    }

    public void Dispose() => _folder.Dispose();

    private ModelFolder Small() => Directory.Exists(Path.Combine(_folder.Path, "small")) ? ModelFolder.Open(Path.Combine(_folder.Path, "small")) : RandomModel.Create(Path.Combine(_folder.Path, "small"), RandomConfig.Of(2));

    private static void Compare(GlFrameEngine engine, CpuFrameEngine oracle, double guidance, int bytes)
    {
        var classes = new WeightedClass[] { new(0, 0.75), new(engine.Info.Config.Generator.Classes - 1, 0.25) };
        classes = engine.Info.Config.Generator.Classes == 1 ? classes[..1] : classes;
        foreach (var wanted in engine.Info.Config.Generator.HasNullLabel && guidance == 1 ? new[] { classes, [] } : [classes])
        {
            var (found, expected) = (Generate(engine, guidance, wanted, 9), Generate(oracle, guidance, wanted, 9));
            Assert.InRange(Numbers.Distance(found, expected), 0, Tolerance);
        }

        var latent = Numbers.Normal(11, engine.Info.LatentLength);
        var (features, wantedFeatures) = (new float[engine.Info.FeatureLength], new float[engine.Info.FeatureLength]);
        engine.DecodeFeatures(latent, features);
        oracle.DecodeFeatures(latent, wantedFeatures);
        Assert.InRange(Numbers.Distance(features, wantedFeatures), 0, Tolerance);
        var (picture, wantedPicture) = (Picture(engine, latent), Picture(oracle, latent));
        Assert.All(picture.Zip(wantedPicture), pair => Assert.InRange(pair.First - pair.Second, -bytes, bytes));
        engine.DecodePixels(features, picture);
        Assert.All(picture.Zip(wantedPicture), pair => Assert.InRange(pair.First - pair.Second, -bytes, bytes));
    }

    private static float[] Generate(IFrameEngine engine, double guidance, WeightedClass[] classes, ulong seed)
    {
        var latent = Numbers.Normal(seed, engine.Info.LatentLength);
        var words = engine.Info.Config.Generator.Text is null ? [] : Numbers.Normal(1, (guidance == 1 ? 1 : 2) * engine.Info.Config.Generator.TextNumbers);
        var sampling = engine.Info.Sampling with { Steps = 2, Guidance = guidance, GuidanceTo = 1 };
        engine.Generate(latent, new EngineCondition(classes, words), SamplingPlan.Of(sampling), [new WeightedSeed(seed, 1)], latent);
        return latent;
    }

    private static byte[] Picture(IFrameEngine engine, ReadOnlySpan<float> latent)
    {
        var picture = new byte[4 * engine.Info.ImageSize * engine.Info.ImageSize];
        engine.Decode(latent, picture);
        return picture;
    }

    /// <summary>A context whose device has no memory left.</summary>
    private sealed class BrokenContext(IGlContext inner) : IGlContext
    {
        public Silk.NET.OpenGL.GL Gl => inner.Gl;

        public string Renderer => inner.Renderer;

        public nint SharesWith => inner.SharesWith;

        public void EnsureCurrent() => throw new GraphicsException("The device is out of memory.");

        public void ReleaseCurrent() => inner.ReleaseCurrent();

        public void Dispose()
        {
        }
    }
}
