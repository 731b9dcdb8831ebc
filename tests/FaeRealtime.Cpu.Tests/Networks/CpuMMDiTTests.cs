using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Cpu.Kernels;
using FaeRealtime.Cpu.Networks.TextToImage;
using FaeRealtime.Cpu.Passes;
using FaeRealtime.Models;
using FaeRealtime.Models.Checkpoints;
using FaeRealtime.Models.Exchange;
using FaeRealtime.Models.Generators;
using FaeRealtime.Models.Generators.TextToImage;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Flow;
using static TorchSharp.torch;

namespace FaeRealtime.Cpu.Tests.Networks;

public sealed class CpuMMDiTTests : IDisposable
{
    private const double Tolerance = 1e-5;
    private const ulong Models = 30;

    // Odd sizes, both attentions, every kind of condition.
    private static readonly LatentConfig Grid = new() { Channels = 3, Side = 5 };
    private static readonly MMDiTConfig Small = new()
    {
        Width = 36, Depth = 2, Heads = 3, TextWidth = 7, TextTokens = 5, PooledWidth = 4, QkNorm = NormKind.RmsNorm, SelfAttentionBlocks = [1], TextPositions = true, PositionGrid = 8,
    };

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<ulong, int> Cases()
    {
        var cases = new TheoryData<ulong, int>();
        for (var seed = 0UL; seed < Models; seed++)
        {
            cases.Add(seed, seed % 2 == 0 ? 512 : 256);
        }

        return cases;
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Cases))]
    public void Velocity_OfARandomModel_AgreesWithTorch(ulong seed, int bits)
    {
        var (config, latent) = RandomConfig.TextToImage(seed);
        Assert.Empty(config.Validate(latent));
        Compare(config, latent, seed, bits);
    }

    /// <summary>Stability AI's names and a SwiGLU in three matrices come in as the network's own: the engine needs to know nothing of them.</summary>
    [Theory]
    [InlineData(false, WeightStorage.F32)]
    [InlineData(true, WeightStorage.F32)]
    [InlineData(true, WeightStorage.F16)]
    public void Velocity_OfAnImportedOfficialFile_AgreesWithTorch(bool prefixed, WeightStorage stored)
    {
        var config = Model(Small with { SwiGlu = true });
        var (official, output) = (Path.Combine(_folder.Path, "official.safetensors"), Path.Combine(_folder.Path, "model"));
        using (var network = new MMDiT(Small with { SwiGlu = true }, Grid))
        {
            RandomModel.Draw(network, 11);
            ModuleCheckpoint.Save(network, official, layout: prefixed ? MMDiTLayouts.OfficialPrefixed : MMDiTLayouts.Official);
        }

        ModelImport.Run(new ImportOptions { Config = config, Output = output, Files = new Dictionary<ModelParts, PartFile> { [ModelParts.Generator] = new(official) }, Storage = stored }, null, CancellationToken.None);

        var folder = ModelFolder.Open(output);
        using var model = FaeModel.Load(folder, CPU, ModelParts.Generator);
        using var compute = Compute.Start(2);
        using var generator = CpuMMDiT.Open(compute, folder.GeneratorPath, (MMDiTConfig)folder.Config.Generator, Grid);
        var (x, condition) = (Numbers.Normal(1, generator.LatentLength), Condition(Small, tokens: 3, pooled: true));
        var found = Field(generator).Velocity(x, 0.7, 0, new ClassBlends(condition), 2);
        using var latents = tensor(x, [1, Grid.Channels, Grid.Side, Grid.Side]); // [1, C, h, w]
        using var scope = NewDisposeScope();
        var expected = new GeneratorField((MMDiT)model.Generator).Velocity(latents, 0.7, 0, condition, 2); // [1, C, h, w]
        Assert.InRange(Numbers.Distance(found, Numbers.Of(expected)), 0, Tolerance);
    }

    /// <summary>What a file of classes or of a student needs is asked for, and what it has too much is refused.</summary>
    [Fact]
    public void Open_OfClassesAndAStudent_NeedsTheirTensors()
    {
        using var compute = Compute.Start(1);
        var path = Weights(Small, Grid, 7);

        Assert.Contains("label_embedder", Assert.Throws<CheckpointException>(() => CpuMMDiT.Open(compute, path, Small with { Classes = 3 }, Grid).Dispose()).Message, StringComparison.Ordinal);
        Assert.Contains("r_embedder", Assert.Throws<CheckpointException>(() => CpuMMDiT.Open(compute, path, Small, Grid, targetTime: true).Dispose()).Message, StringComparison.Ordinal);
        path = Weights(Small with { Classes = 3 }, Grid, 7);
        Assert.Contains("label_embedder", Assert.Throws<CheckpointException>(() => CpuMMDiT.Open(compute, path, Small, Grid).Dispose()).Message, StringComparison.Ordinal);
        using var generator = CpuMMDiT.Open(compute, path, Small with { Classes = 3 }, Grid);
        var x = Numbers.Normal(1, generator.LatentLength);
        var field = Field(generator);
        Assert.NotEqual(field.Velocity(x, 0.5, 0, new ClassBlends(ClassCondition.Of(1)), 1), field.Velocity(x, 0.5, 0, new ClassBlends(ClassCondition.Of(2)), 1));
        Assert.Contains("Class 3", Assert.Throws<ConfigException>(() => field.Velocity(x, 0.5, 0, new ClassBlends(ClassCondition.Of(3)), 1)).Message, StringComparison.Ordinal);
    }

    /// <summary>A live size, and every switch of SD3.5 at once.</summary>
    [Theory]
    [InlineData(256)]
    [InlineData(512)]
    public void Velocity_OfALiveSize_AgreesWithTorch(int bits) => Compare(
        Small with { Width = 256, Depth = 3, Heads = 4, TextWidth = 128, TextTokens = 24, PooledWidth = 96, SelfAttentionBlocks = [0, 2] },
        new LatentConfig { Channels = 16, Side = 8 },
        seed: 1,
        bits);

    [Fact]
    public void Run_AnyThreads_SameBits()
    {
        var path = Weights(Small, Grid, 7);
        float[]? first = null;
        foreach (var threads in new[] { 1, 2, 3 })
        {
            using var compute = Compute.Start(threads);
            using var generator = CpuMMDiT.Open(compute, path, Small, Grid);
            var found = Field(generator).Velocity(Numbers.Normal(1, 2 * generator.LatentLength), 0.4, 0, new ClassBlends(Condition(Small, tokens: 3, pooled: true)), 3);
            Assert.Equal(first ??= found, found);
        }

        Assert.True(first!.Distinct().Count() > 100, "The velocity says nothing.");
    }

    /// <summary>Texts and times that change all the time included: more of both than are kept.</summary>
    [Fact]
    public void Velocity_Warm_AllocatesNothing()
    {
        using var compute = Compute.Start(2);
        using var generator = CpuMMDiT.Open(compute, Weights(Small, Grid, 7), Small, Grid);
        var (space, text, blends) = (new ArraySpace(), Numbers.Normal(2, Small.TextNumbers), new ClassBlends());
        var field = new CpuMMDiTField(generator, space);
        var x = Numbers.Normal(1, generator.LatentLength);
        var before = 0L;
        for (var i = 0; i < 600; i++)
        {
            before = i == 300 ? GC.GetAllocatedBytesForCurrentThread() : before;
            text[0] = i;
            blends.Set([], text);
            space.Release(field.Velocity(x, i / 600.0, 0, blends, 2));
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Place_TextThatStays_ComputedOnce()
    {
        using var compute = Compute.Start(1);
        using var generator = CpuMMDiT.Open(compute, Weights(Small, Grid, 7), Small, Grid);
        var (x, tokens, pooled) = (Numbers.Normal(1, generator.LatentLength), Numbers.Normal(2, 2 * Small.TextWidth), Numbers.Normal(3, Small.PooledWidth!.Value));
        var first = Run(generator, x, 500, tokens, pooled);

        Assert.Equal(first, Run(generator, x, 500, tokens, pooled));
        Assert.Equal((1L, 1L), (generator.Text.Computed, generator.Conditioning.Computed));

        // Padding is zeros, however it comes.
        Assert.Equal(first, Run(generator, x, 500, [.. tokens, .. new float[2 * Small.TextWidth]], pooled));
        Assert.Equal((1L, 1L), (generator.Text.Computed, generator.Conditioning.Computed));

        Assert.NotEqual(first, Run(generator, x, 500.5, tokens, pooled));
        Assert.Equal((1L, 2L), (generator.Text.Computed, generator.Conditioning.Computed));

        tokens[3] += 0.1f;
        Assert.NotEqual(first, Run(generator, x, 500, tokens, pooled));
        Assert.Equal((2L, 2L), (generator.Text.Computed, generator.Conditioning.Computed));

        Assert.NotEqual(Run(generator, x, 500, tokens, pooled), Run(generator, x, 500, tokens, []));
        Assert.Equal((2L, 3L), (generator.Text.Computed, generator.Conditioning.Computed));
    }

    [Fact]
    public void Place_ThatDoesNotFit_Refused()
    {
        using var compute = Compute.Start(1);
        using var generator = CpuMMDiT.Open(compute, Weights(Small, Grid, 7), Small, Grid);
        generator.Reserve(1);
        var x = new float[generator.LatentLength];

        Assert.Contains("74 values", Refusal(() => generator.Place(0, new float[74], 0, [], [])), StringComparison.Ordinal);
        Assert.Contains("8 numbers", Refusal(() => generator.Place(0, x, 0, new float[8], [])), StringComparison.Ordinal);
        Assert.Contains("up to 5 tokens of 7", Refusal(() => generator.Place(0, x, 0, new float[42], [])), StringComparison.Ordinal);
        Assert.Contains("generator.pooledWidth", Refusal(() => generator.Place(0, x, 0, [], new float[3])), StringComparison.Ordinal);
        Assert.Contains("at once", Refusal(() => generator.Reserve(generator.Conditioning.Capacity + 1)), StringComparison.Ordinal);
        var words = new ClassBlends(ClassCondition.None with { Texts = [new float[7]] });
        Assert.Contains("Class 2 is asked of a generator that knows no classes", Assert.Throws<ConfigException>(() => Field(generator).Velocity(x, 0, 0, new ClassBlends(ClassCondition.Of(2)), 1)).Message, StringComparison.Ordinal);
        Assert.Contains("Words of 7 numbers", Assert.Throws<ConfigException>(() => Field(generator).Velocity(x, 0, 0, words, 1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_FileOfAnotherConfig_Refused()
    {
        using var compute = Compute.Start(1);
        var path = Weights(Small, Grid, 7);
        void Refuses(string tensor, MMDiTConfig config) =>
            Assert.Contains(tensor, Assert.Throws<CheckpointException>(() => CpuMMDiT.Open(compute, path, config, Grid).Dispose()).Message, StringComparison.Ordinal);

        Refuses("context_embedder.weight", Small with { TextWidth = 8 });
        Refuses("context_pos_embed", Small with { TextTokens = 6 });
        Refuses("context_pos_embed", Small with { TextPositions = false });
        Refuses("y_embedder", Small with { PooledWidth = null });
        Refuses("joint_blocks.0.x_block.attn2", Small with { SelfAttentionBlocks = [0, 1] });
        Refuses("joint_blocks.1.x_block", Small with { SelfAttentionBlocks = [] });
        Refuses("ln_k", Small with { QkNorm = null });
        Refuses("ln_q.bias", Small with { QkNorm = NormKind.LayerNorm });
        Refuses("qkv.bias", Small with { QkvBias = false });
        Refuses("proj.bias", Small with { ProjectionBias = false });
        Refuses("joint_blocks.1.context_block.attn.proj", Small with { Depth = 3 });
        Refuses("pos_embed", Small with { PositionGrid = 9 });
    }

    [Fact]
    public void Open_DamagedFile_Refused()
    {
        using var compute = Compute.Start(1);
        var path = Weights(Small, Grid, 7);
        var bytes = File.ReadAllBytes(path);
        foreach (var length in new[] { 0, 7, 100, bytes.Length / 2, bytes.Length - 1 })
        {
            File.WriteAllBytes(path, bytes[..length]);
            Assert.Throws<CheckpointException>(() => CpuMMDiT.Open(compute, path, Small, Grid).Dispose());
        }

        File.Delete(path);
        Assert.Throws<CheckpointException>(() => CpuMMDiT.Open(compute, path, Small, Grid).Dispose());
    }

    [Fact]
    public void Open_UnsoundConfig_RefusedBeforeTheFile()
    {
        using var compute = Compute.Start(1);
        void Refuses(string key, MMDiTConfig config) =>
            Assert.Contains(key, Assert.Throws<ConfigException>(() => CpuMMDiT.Open(compute, "none", config, Grid).Dispose()).Message, StringComparison.Ordinal);

        Refuses("generator.heads", Small with { Heads = 5 });
        Refuses("generator.qkNorm", Small with { QkNorm = NormKind.LayerNormNoAffine });
        Refuses("generator.selfAttentionBlocks", Small with { SelfAttentionBlocks = [2] });
        Refuses("generator.mlpRatio", Small with { Width = 4, Heads = 1, MlpRatio = 0.2 });
    }

    private static ModelConfig Model(MMDiTConfig generator)
    {
        var config = RandomConfig.Of(1);
        return config with
        {
            Encoder = config.Encoder with { InputSize = Grid.Side * config.Encoder.PatchSize, PretrainedGrid = Grid.Side },
            Latent = Grid,
            PixelDecoder = new PixelDecoderConfig { ImageSize = 4 * Grid.Side, Width = 16, Heads = 2, Depth = 1 },
            Generator = generator,
            FewStep = null,
        };
    }

    private static string Refusal(Action action) => Assert.Throws<ShapeException>(action).Message;

    private static CpuMMDiTField Field(CpuMMDiT generator) => new(generator, new ArraySpace());

    private static float[] Run(CpuMMDiT generator, float[] x, double t, float[] tokens, float[] pooled)
    {
        var result = new float[x.Length];
        generator.Reserve(1);
        generator.Place(0, x, t, tokens, pooled);
        generator.Run();
        generator.Read(0, result);
        return result;
    }

    private static ClassCondition Condition(MMDiTConfig config, int tokens, bool pooled)
    {
        var (text, states) = (new float[config.TextNumbers], config.TextTokens * config.TextWidth);
        Numbers.Normal(20, tokens * config.TextWidth).CopyTo(text, 0);
        if (pooled)
        {
            Numbers.Normal(30, text.Length - states).CopyTo(text, states);
        }

        return ClassCondition.None with { Texts = [text] };
    }

    private void Compare(MMDiTConfig config, LatentConfig latent, ulong seed, int bits)
    {
        var student = seed % 3 == 0;
        using var oracle = new MMDiT(config, latent, targetTime: student);
        RandomModel.Draw(oracle, seed);
        var path = Path.Combine(_folder.Path, "generator.safetensors");
        ModuleCheckpoint.Save(oracle, path);
        using var compute = Compute.Start(1 + (int)(seed % 3), bits == 256 ? KernelSet.Wide256 : KernelSet.Wide512);
        using var generator = CpuMMDiT.Open(compute, path, config, latent, student);
        foreach (var (batch, tokens, pooled, guidance) in new[] { (1, config.TextTokens, true, 1.0), (2, 1 + (config.TextTokens / 2), false, 1.0), (2, config.TextTokens, true, 2.5) })
        {
            var x = Numbers.Normal(1, batch * generator.LatentLength);
            var condition = guidance == 1 ? Condition(config, tokens, pooled) : ClassCondition.None with { Texts = [Numbers.Normal(4, 2 * config.TextNumbers)] };
            condition = config.Classes == 0 || tokens < config.TextTokens ? condition : ClassCondition.Blend([new(0, 0.25), new(config.Classes - 1, 0.75)]) with { Texts = condition.Texts };
            var found = Field(generator).Velocity(x, 0.7, 0.4, new ClassBlends(condition), guidance);
            using var latents = tensor(x, [batch, latent.Channels, latent.Side, latent.Side]); // [B, C, h, w]
            using var scope = NewDisposeScope();
            var expected = new GeneratorField(oracle).Velocity(latents, 0.7, 0.4, condition, guidance); // [B, C, h, w]
            Assert.InRange(Numbers.Distance(found, Numbers.Of(expected)), 0, Tolerance);
        }
    }

    private string Weights(MMDiTConfig config, LatentConfig latent, ulong seed)
    {
        using var network = new MMDiT(config, latent);
        RandomModel.Draw(network, seed);
        var path = Path.Combine(_folder.Path, "generator.safetensors");
        ModuleCheckpoint.Save(network, path);
        return path;
    }
}
