using System.Globalization;
using System.Text.RegularExpressions;
using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Cpu.Tests;
using FaeRealtime.Cpu.Tests.Networks;
using FaeRealtime.Engines.Torch;
using FaeRealtime.Live.Motion;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Flow;
using FaeRealtime.Testing;
using TorchSharp;

namespace FaeRealtime.Engines.Tests;

public sealed class CpuFrameEngineTests : IDisposable
{
    private const double Tolerance = 1e-5;

    private readonly TemporaryFolder _folder = new();

    private static ModelFolder Default => ModelFolder.Open(Path.Combine(Repository.Root, "content", "default"));

    [Theory]
    [InlineData(GeneratorVariant.FewStep, 256)]
    [InlineData(GeneratorVariant.FewStep, 512)]
    [InlineData(GeneratorVariant.Teacher, 256)]
    [InlineData(GeneratorVariant.Teacher, 512)]
    public void Picture_OfTheDefaultModel_IsTheTorchEngines(GeneratorVariant kind, int bits)
    {
        using var engine = CpuFrameEngine.Open(new CpuEngineOptions(Default) { Threads = 2, Generator = kind, VectorBits = bits });
        using var oracle = TorchFrameEngine.Open(new TorchEngineOptions(Default, torch.CPU) { Threads = 1, Generator = kind });

        var found = ChildProgram.Picture(engine);
        var expected = ChildProgram.Picture(oracle);

        Assert.InRange(Numbers.Distance(found.Latent, expected.Latent), 0, Tolerance);
        Assert.All(found.Rgba.Zip(expected.Rgba), pair => Assert.InRange(pair.First - pair.Second, -1, 1));
        Assert.Equal(oracle.Info.Samples.Count, engine.Info.Samples.Count);
        Assert.Equal(oracle.Info.ModelHash, engine.Info.ModelHash);
    }

    [Theory]
    [InlineData(256)]
    [InlineData(512)]
    public void DecodePixels_BetweenFeaturesOfTheDefaultModel_IsTheTorchEngines(int bits)
    {
        using var engine = CpuFrameEngine.Open(new CpuEngineOptions(Default) { Threads = 2, VectorBits = bits });
        using var oracle = TorchFrameEngine.Open(new TorchEngineOptions(Default, torch.CPU) { Threads = 1 });
        var found = Between(engine);
        var expected = Between(oracle);

        Assert.InRange(Numbers.Distance(found.Features, expected.Features), 0, Tolerance);
        Assert.All(found.Rgba.Zip(expected.Rgba), pair => Assert.InRange(pair.First - pair.Second, -1, 1));
        Assert.True(found.Rgba.Distinct().Count() > 50);
    }

    [Fact]
    public void DecodePixels_FeaturesOfALatent_IsTheLatentsPicture()
    {
        using var engine = CpuFrameEngine.Open(new CpuEngineOptions(Default) { Threads = 2 });
        var (latent, features) = (Numbers.Normal(3, engine.Info.LatentLength), new float[engine.Info.FeatureLength]);
        var (decoded, painted) = (new byte[4 * engine.Info.ImageSize * engine.Info.ImageSize], new byte[4 * engine.Info.ImageSize * engine.Info.ImageSize]);
        engine.Decode(latent, decoded);
        engine.DecodeFeatures(latent, features);
        engine.DecodePixels(features, painted);

        Assert.Equal(decoded, painted);
        Assert.Contains("[T, D]", Assert.Throws<ShapeException>(() => engine.DecodePixels(new float[5], painted)).Message, StringComparison.Ordinal);
        features[7] = float.NaN;
        Assert.Throws<CheckpointException>(() => engine.DecodePixels(features, painted));
    }

    [Fact]
    public void Picture_AnyThreads_SameBits()
    {
        (float[] Latent, byte[] Rgba)? first = null;
        foreach (var threads in new[] { 1, 2, 3, 5 })
        {
            using var engine = CpuFrameEngine.Open(new CpuEngineOptions(Default) { Threads = threads });
            var picture = ChildProgram.Picture(engine);
            first ??= picture;
            Assert.Equal(first.Value.Latent, picture.Latent);
            Assert.Equal(first.Value.Rgba, picture.Rgba);
        }
    }

    [Theory]
    [InlineData(SolverKind.Euler, 1.0)]
    [InlineData(SolverKind.Heun, 2.0)]
    [InlineData(SolverKind.HeunSde, 2.0)]
    public void Frames_Warm_AllocateNothing(SolverKind solver, double guidance)
    {
        var config = RandomConfig.Of(3) with { Sampling = new SamplingConfig { Steps = 2, Solver = solver, Guidance = guidance, GuidanceTo = 1, Start = 0.98, End = 0.02 } };
        var folder = RandomModel.Create(Path.Combine(_folder.Path, "model"), config);
        using var engine = CpuFrameEngine.Open(new CpuEngineOptions(folder) { Threads = 2, Generator = GeneratorVariant.Teacher });
        var plan = SamplingPlan.Of(engine.Info.Sampling, config.Generator.Path);
        var (latent, noise) = (new float[engine.Info.LatentLength], Numbers.Normal(1, engine.Info.LatentLength));
        var (features, rgba) = (new float[engine.Info.FeatureLength], new byte[4 * engine.Info.ImageSize * engine.Info.ImageSize]);
        Sampling.Walks.WeightedSeed[] seeds = [new(7, 1)];
        WeightedClass[] classes = [new(0, 0.4), new(config.Generator.Classes - 1, 0.6)];

        void Frame()
        {
            classes[0] = classes[0] with { Weight = classes[0].Weight * 1.001 };
            engine.Generate(noise, new(classes), plan, seeds, latent);
            engine.Decode(latent, rgba);
            engine.DecodeFeatures(latent, features);
            FeatureBlend.Blend(features, features, 0.3, engine.Info.FeatureWidth, InterpolationKind.Gaussian, features);
            engine.DecodePixels(features, rgba);
        }

        // As many as make the cache of modulations full.
        for (var i = 0; i < 300; i++)
        {
            Frame();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 300; i++)
        {
            Frame();
        }

        var after = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(before, after);
    }

    [Fact]
    public void Frames_InAnotherProcess_WithoutLibtorch()
    {
        var folder = Default;
        using var engine = CpuFrameEngine.Open(new CpuEngineOptions(folder) { Threads = 1 });
        var here = ChildProgram.Picture(engine);

        var there = ChildProcess.Run(folder.Path, Path.Combine(_folder.Path, "out"), here.Latent.Length);

        Assert.Contains("libtorch=False", there.Text, StringComparison.Ordinal);

        // A model that opens beside a running one must not keep the collector busy: less than its weights take as bytes, and its words, which stay, as float32. The student is stored in half of that, words in a quarter.
        var opened = long.Parse(Regex.Match(there.Text, @"open-bytes=(\d+)").Groups[1].Value, CultureInfo.InvariantCulture);
        long Length(string file) => new FileInfo(Path.Combine(folder.Path, file)).Length;
        Assert.InRange(opened, 1, (2 * Length(ModelFolder.FewStepFile)) + Length(ModelFolder.FeatureDecoderFile) + Length(ModelFolder.PixelDecoderFile) + (4 * Length(ModelFolder.PhrasesFile)));
        Assert.Equal(here.Latent, there.Latent);
        Assert.Equal(here.Rgba, there.Rgba);
    }

    /// <summary>What a machine without these instructions computes: the same pictures to rounding.</summary>
    [Theory]
    [InlineData("EnableHWIntrinsic", "v128=False")]
    [InlineData("EnableAVX2", "v256=False")]
    [InlineData("EnableAVX512", "v512=False")]
    public void Frames_WithoutInstructions_AreTheSameToRounding(string switched, string seen)
    {
        var folder = RandomModel.Create(Path.Combine(_folder.Path, "model"), RandomConfig.Of(8));
        using var engine = CpuFrameEngine.Open(new CpuEngineOptions(folder) { Threads = 1 });
        var here = ChildProgram.Picture(engine);

        var there = ChildProcess.Run(folder.Path, Path.Combine(_folder.Path, "out"), here.Latent.Length, ($"DOTNET_{switched}", "0"));

        Assert.Contains(seen, there.Text, StringComparison.Ordinal);
        Assert.InRange(Numbers.Distance(there.Latent, here.Latent), 0, Tolerance);
        Assert.All(here.Rgba.Zip(there.Rgba), pair => Assert.InRange(pair.First - pair.Second, -1, 1));
    }

    [Fact]
    public void Open_WeightsOfAnotherModel_Refused()
    {
        var drawn = RandomConfig.Of(1);
        var config = drawn with { PixelDecoder = drawn.PixelDecoder with { Depth = 2 } };
        var folder = RandomModel.Create(Path.Combine(_folder.Path, "model"), config);
        folder.SaveConfig(config with { PixelDecoder = config.PixelDecoder with { Depth = config.PixelDecoder.Depth + 1 } });
        Assert.Throws<CheckpointException>(() => CpuFrameEngine.Open(new CpuEngineOptions(folder)));
        folder.SaveConfig(config with { PixelDecoder = config.PixelDecoder with { Depth = config.PixelDecoder.Depth - 1 } });
        Assert.Contains("does not know", Assert.Throws<CheckpointException>(() => CpuFrameEngine.Open(new CpuEngineOptions(folder))).Message, StringComparison.Ordinal);
        folder.SaveConfig(config with { PixelDecoder = config.PixelDecoder with { MlpHidden = 71 } });
        Assert.Contains("the model needs", Assert.Throws<CheckpointException>(() => CpuFrameEngine.Open(new CpuEngineOptions(folder))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Generate_WeightsThatAreNoNumbers_Refused()
    {
        var config = RandomConfig.Of(2);
        var folder = RandomModel.Create(Path.Combine(_folder.Path, "model"), config);
        Spoil(folder.PixelDecoderPath);
        Spoil(folder.PathOf(folder.Choose(null)));
        using var engine = CpuFrameEngine.Open(new CpuEngineOptions(folder));
        var latent = new float[engine.Info.LatentLength];
        var plan = SamplingPlan.Of(engine.Info.Sampling, config.Generator.Path);
        Assert.Throws<CheckpointException>(() => engine.Generate(latent, new([new WeightedClass(0, 1)]), plan, [], new float[latent.Length]));
        Assert.Throws<CheckpointException>(() => engine.Decode(latent, new byte[4 * engine.Info.ImageSize * engine.Info.ImageSize]));
        Assert.Throws<ShapeException>(() => engine.Decode(latent, new byte[3]));
        Assert.Throws<ShapeException>(() => engine.Decode(new float[latent.Length + 1], new byte[3]));
    }

    public void Dispose() => _folder.Dispose();

    // One weight of the first matrix becomes NaN.
    private static void Spoil(string path)
    {
        List<SafetensorsTensor> tensors = [];
        using (var file = SafetensorsReader.Open(path))
        {
            foreach (var (name, entry) in file.Entries)
            {
                var values = file.ReadSingle(name);
                values[0] = name is "proj_in.weight" or "x_embedder.proj.weight" ? float.NaN : values[0];
                tensors.Add(SafetensorsTensor.FromSingle(name, [.. entry.Shape], values));
            }
        }

        SafetensorsWriter.Write(path, tensors);
    }

    // Half-way between the features of two latents.
    private static (float[] Features, byte[] Rgba) Between(IFrameEngine engine)
    {
        var (from, to) = (new float[engine.Info.FeatureLength], new float[engine.Info.FeatureLength]);
        engine.DecodeFeatures(Numbers.Normal(3, engine.Info.LatentLength), from);
        engine.DecodeFeatures(Numbers.Normal(4, engine.Info.LatentLength), to);
        FeatureBlend.Blend(from, to, 0.5, engine.Info.FeatureWidth, InterpolationKind.Gaussian, to);
        var rgba = new byte[4 * engine.Info.ImageSize * engine.Info.ImageSize];
        engine.DecodePixels(to, rgba);
        return (to, rgba);
    }
}
