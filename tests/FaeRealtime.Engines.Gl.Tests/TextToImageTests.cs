using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Cpu.Tests;
using FaeRealtime.Cpu.Tests.Networks;
using FaeRealtime.Engines.Gl.Networks.TextToImage;
using FaeRealtime.Graphics.Contexts;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Flow;
using FaeRealtime.Sampling.Walks;

namespace FaeRealtime.Engines.Gl.Tests;

/// <summary>MMDiT in compute shaders beside the one in C#: texts, guidance, what is kept from frame to frame.</summary>
public sealed class TextToImageTests : IDisposable
{
    private const double Tolerance = 1e-4;

    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(11)]
    public void Generate_OfARandomModel_AgreesWithTheCpuEngine(ulong seed)
    {
        var folder = Model("model", seed);
        using var engine = GlFrameEngine.Open(new GlEngineOptions(folder) { HalfWeights = false });
        using var oracle = CpuFrameEngine.Open(new CpuEngineOptions(folder) { Threads = 1 });
        foreach (var (words, guidance) in new[] { (Words(folder, 1), 1.0), (Words(folder, 1), 2.5), ([], 1.0), (Words(folder, 2), 0.5), ([], 2.0) })
        {
            var (found, expected) = (Generate(engine, words, guidance), Generate(oracle, words, guidance));
            Assert.InRange(Numbers.Distance(found, expected), 0, Tolerance);
            AssertNear(Picture(oracle, expected), Picture(engine, found), 1);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void Generate_WithHalfWeights_IsNear(ulong seed)
    {
        var folder = Model("model", seed);
        using var engine = GlFrameEngine.Open(new GlEngineOptions(folder) { HalfWeights = true });
        using var oracle = CpuFrameEngine.Open(new CpuEngineOptions(folder) { Threads = 1 });
        AssertNear(Picture(oracle, Generate(oracle, Words(folder, 1), 1.5)), Picture(engine, Generate(engine, Words(folder, 1), 1.5)), 2);
    }

    /// <summary>A prompt is embedded when it comes first, and its place is another's only when many came since.</summary>
    [Fact]
    public void Generate_PromptsThatChange_EachEmbeddedOnceAndAnsweredAlike()
    {
        var folder = Model("model", 3);
        using var engine = GlFrameEngine.Open(new GlEngineOptions(folder) { HalfWeights = false });
        var generator = Assert.IsType<GlMMDiT>(engine.Generator);
        float[][] prompts = [Words(folder, 1), Words(folder, 2), []];
        float[][] first = [.. prompts.Select(words => Generate(engine, words, 2))];
        Assert.Equal(3, generator.Text.Computed);
        var computed = generator.Computed;
        Assert.Equal(first, prompts.Select(words => Generate(engine, words, 2)));
        Assert.Equal(first.Length, first.Select(latent => latent[0]).Distinct().Count());
        Assert.Equal((3L, computed), (generator.Text.Computed, generator.Computed));

        for (var i = 0UL; i < 20; i++)
        {
            Generate(engine, Words(folder, 10 + i), 2);
        }

        Assert.Equal(first[0], Generate(engine, prompts[0], 2));
        Assert.Equal(24, generator.Text.Computed);
    }

    /// <summary>A few-step student reads where a step ends, and classes beside the words.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(8)]
    public void Generate_OfAStudent_AgreesWithTheCpuEngine(ulong seed)
    {
        var folder = TextToImageModel.Create(Path.Combine(_folder.Path, "student"), seed, student: true);
        using var engine = GlFrameEngine.Open(new GlEngineOptions(folder) { HalfWeights = false, Generator = GeneratorVariant.FewStep });
        using var oracle = CpuFrameEngine.Open(new CpuEngineOptions(folder) { Threads = 1, Generator = GeneratorVariant.FewStep });
        Assert.InRange(Numbers.Distance(Generate(engine, Words(folder, 1), 1), Generate(oracle, Words(folder, 1), 1)), 0, Tolerance);
    }

    /// <summary>What guidance leads away from is words, too.</summary>
    [Fact]
    public void Generate_WithANegativePrompt_AgreesWithTheCpuEngine()
    {
        var folder = Model("model", 3);
        using var engine = GlFrameEngine.Open(new GlEngineOptions(folder) { HalfWeights = false });
        using var oracle = CpuFrameEngine.Open(new CpuEngineOptions(folder) { Threads = 1 });
        float[] both = [.. Words(folder, 1), .. Words(folder, 2)];

        var found = Generate(engine, both, 2.5);

        Assert.InRange(Numbers.Distance(found, Generate(oracle, both, 2.5)), 0, Tolerance);
        Assert.NotEqual(found, Generate(engine, Words(folder, 1), 2.5));
    }

    [Fact]
    public void Generate_WithGuidanceSwitched_AnswersEachAsBefore()
    {
        var folder = Model("model", 4);
        using var engine = GlFrameEngine.Open(new GlEngineOptions(folder) { HalfWeights = false });
        var words = Words(folder, 1);
        var (alone, guided) = (Generate(engine, words, 1), Generate(engine, words, 3));

        Assert.NotEqual(alone, guided);
        Assert.Equal(alone, Generate(engine, words, 1));
        Assert.Equal(guided, Generate(engine, words, 3));
        Assert.InRange(Numbers.Distance(Generate(engine, words, 1.0001), alone), 1e-9, 1e-3);
    }

    /// <summary>Engines of both architectures in one context, one after the other and side by side.</summary>
    [Fact]
    public void Open_BothArchitecturesInOneContext_NeitherDisturbsTheOther()
    {
        using var context = EglContext.CreateForCompute();
        var (text, classes) = (Model("text", 6), RandomModel.Create(Path.Combine(_folder.Path, "classes"), RandomConfig.Of(2)));
        using var first = GlFrameEngine.Open(new GlEngineOptions(classes) { Context = context });
        var ofClasses = Generate(first, Words(classes, 1), 1);
        using (var second = GlFrameEngine.Open(new GlEngineOptions(text) { Context = context }))
        {
            var ofText = Generate(second, Words(text, 1), 2);
            Assert.Equal(ofClasses, Generate(first, Words(classes, 1), 1));
            Assert.Equal(ofText, Generate(second, Words(text, 1), 2));
        }

        Assert.Equal(ofClasses, Generate(first, Words(classes, 1), 1));
    }

    [Fact]
    public void Generate_TextOfAnotherLength_IsRefused()
    {
        using var engine = GlFrameEngine.Open(new GlEngineOptions(Model("model", 1)));
        Assert.Contains("Words of 3 numbers", Assert.Throws<ConfigException>(() => Generate(engine, new float[3], 1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_FileOfAnotherConfig_IsRefused()
    {
        var folder = Model("model", 3);
        var other = Model("other", 4);
        File.Copy(other.GeneratorPath, folder.GeneratorPath, overwrite: true);
        Assert.Throws<CheckpointException>(() => GlFrameEngine.Open(new GlEngineOptions(folder)));
    }

    [Fact]
    public void Generate_ManyFrames_AllocatesNothing()
    {
        var folder = Model("model", 3);
        using var engine = GlFrameEngine.Open(new GlEngineOptions(folder));
        var (words, latent) = (Words(folder, 1), Numbers.Normal(5, engine.Info.LatentLength));
        var plan = SamplingPlan.Of(engine.Info.Sampling with { Steps = 2, Guidance = 2, GuidanceTo = 1 });
        var (seeds, before) = (new[] { new WeightedSeed(5, 1) }, 0L);
        for (var i = 0; i < 60; i++)
        {
            before = i == 40 ? GC.GetAllocatedBytesForCurrentThread() : before;
            engine.Generate(latent, new EngineCondition([], words), plan, seeds, latent);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void MeasureKernels_OfAStep_NamesThemInTheirOrder()
    {
        using var engine = GlFrameEngine.Open(new GlEngineOptions(Model("model", 3)));
        string[] names = [.. engine.MeasureKernels(1).Where(time => time.Part == "step").Select(time => time.Kernel.Split(' ')[0])];
        var config = Assert.IsType<GlMMDiT>(engine.Generator).Config;

        Assert.Equal(["cut", "product", "gather", "norm", "product"], names.Take(5));
        Assert.Equal(["norm", "product", "velocity"], names.TakeLast(3));
        Assert.Equal(config.Depth + config.SelfAttentionBlocks.Count, names.Count(name => name == "attention"));
    }

    [Fact]
    public void Has_EveryArchitecture_KnowsTheOnesWithKernels()
    {
        Assert.True(GlGenerators.Has(RandomConfig.TextToImage(1).Generator));
        Assert.True(GlGenerators.Has(RandomConfig.Of(1).Generator));
        Assert.False(GlGenerators.Has(new Unknown()));
    }

    public void Dispose() => _folder.Dispose();

    private ModelFolder Model(string name, ulong seed) => TextToImageModel.Create(Path.Combine(_folder.Path, name), seed);

    private static float[] Words(ModelFolder folder, ulong seed) => Numbers.Normal(seed, folder.Config.Generator.TextNumbers);

    private static float[] Generate(IFrameEngine engine, float[] words, double guidance)
    {
        var last = engine.Info.Config.Generator.Classes - 1;
        WeightedClass[] classes = last < 0 ? [] : last == 0 ? [new(0, 1)] : [new(0, 0.25), new(last, 0.75)];
        var latent = Numbers.Normal(9, engine.Info.LatentLength);
        var sampling = engine.Info.Sampling with { Steps = 2, Guidance = guidance, GuidanceTo = 1 };
        engine.Generate(latent, new EngineCondition(classes, words), SamplingPlan.Of(sampling), [new WeightedSeed(9, 1)], latent);
        return latent;
    }

    private static byte[] Picture(IFrameEngine engine, ReadOnlySpan<float> latent)
    {
        var picture = new byte[4 * engine.Info.ImageSize * engine.Info.ImageSize];
        engine.Decode(latent, picture);
        return picture;
    }

    private static void AssertNear(byte[] expected, byte[] found, int bytes) =>
        Assert.All(found.Zip(expected), pair => Assert.InRange(pair.First - pair.Second, -bytes, bytes));

    private sealed record Unknown : GeneratorConfig
    {
        public override IReadOnlyList<string> Problems(LatentConfig latent) => [];
    }
}
