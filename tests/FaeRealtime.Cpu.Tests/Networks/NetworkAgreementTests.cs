using FaeRealtime.Core.Config;
using FaeRealtime.Core.Folders;
using FaeRealtime.Cpu.Kernels;
using FaeRealtime.Cpu.Networks;
using FaeRealtime.Cpu.Passes;
using FaeRealtime.Engines;
using FaeRealtime.Models;
using FaeRealtime.Models.Generators;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Flow;
using static TorchSharp.torch;

namespace FaeRealtime.Cpu.Tests.Networks;

/// <summary>Every network beside its TorchSharp twin on the same weights.</summary>
public sealed unsafe class NetworkAgreementTests : IDisposable
{
    private const double Tolerance = 1e-5;
    private const ulong Models = 20;

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

    [Theory]
    [MemberData(nameof(Cases))]
    public void Networks_OfARandomModel_AgreeWithTorch(ulong seed, int bits) => Compare(RandomConfig.Of(seed), seed, bits);

    /// <summary>As many tokens as the engine is meant for: 256, and 257 with a class token.</summary>
    [Theory]
    [InlineData(2, 256)]
    [InlineData(5, 512)]
    public void Networks_OfTheLargestGrid_AgreeWithTorch(ulong seed, int bits)
    {
        const int side = 16;
        var drawn = RandomConfig.Of(seed);
        var config = drawn with
        {
            Encoder = drawn.Encoder with { InputSize = side * drawn.Encoder.PatchSize, PretrainedGrid = side },
            Latent = drawn.Latent with { Side = side },
            Generator = ((LightningDiTConfig)drawn.Generator) with { PatchSize = 1 },
            PixelDecoder = drawn.PixelDecoder with { ImageSize = 2 * side, ClassToken = true },
        };
        Compare(config, seed, bits);
    }

    public void Dispose() => _folder.Dispose();

    private void Compare(ModelConfig config, ulong seed, int bits)
    {
        var folder = RandomModel.Create(Path.Combine(_folder.Path, "model"), config);
        var parts = ModelParts.All | (config.FewStep is null ? ModelParts.None : ModelParts.FewStep);
        using var model = FaeModel.Load(folder, CPU, parts);
        using var compute = Compute.Start(1 + (int)(seed % 3), bits == 256 ? KernelSet.Wide256 : KernelSet.Wide512);
        foreach (var batch in new[] { 1, 2 })
        {
            Generator(model, folder, compute, GeneratorVariant.Teacher, batch);
            if (config.FewStep is not null)
            {
                Generator(model, folder, compute, GeneratorVariant.FewStep, batch);
            }

            Decoders(model, folder, compute, batch);
            Encoder(model, folder, compute, batch);
        }
    }

    private static void Generator(FaeModel model, ModelFolder folder, Compute compute, GeneratorVariant kind, int batch)
    {
        var (config, latent) = (model.Config, model.Config.Latent);
        using var network = CpuGenerator.Open(compute, folder.PathOf(kind), (LightningDiTConfig)config.Generator, latent, kind == GeneratorVariant.FewStep);
        var guided = config.Sampling.GuidedChannels ?? latent.Channels;
        var field = new CpuGeneratorField(network, new ArraySpace(), guided * latent.Side * latent.Side);
        var oracle = new GeneratorField((VelocityGenerator)model.GeneratorOf(kind), config.Sampling.GuidedChannels);
        var x = Numbers.Normal(1, batch * network.LatentLength);
        var last = config.Generator.Classes - 1;
        ClassCondition[] conditions =
        [
            ClassCondition.None,
            ClassCondition.Of(last),
            ClassCondition.PerImage([.. Enumerable.Range(0, batch).Select(i => (IReadOnlyList<WeightedClass>)[new WeightedClass(0, 0.3), new WeightedClass(last, 0.7 + i)])]),
        ];
        float[][] texts = config.Generator.Text is { } text ? [Numbers.Normal(9, text.Width), Numbers.Normal(10, 2 * text.Width)] : [];
        foreach (var condition in conditions.SelectMany(one => texts.Select(words => one with { Texts = [words] }).Prepend(one)))
        {
            foreach (var guidance in new[] { 1.0, 2.5 })
            {
                using var latents = Latents(x, batch, latent);
                using var expected = oracle.Velocity(latents, 0.7, 0.4, condition, guidance);
                var found = field.Velocity(x, 0.7, 0.4, new ClassBlends(condition), guidance);
                Assert.InRange(Numbers.Distance(found, Numbers.Of(expected)), 0, Tolerance);
            }
        }
    }

    private static void Decoders(FaeModel model, ModelFolder folder, Compute compute, int batch)
    {
        var (config, latent, width) = (model.Config, model.Config.Latent, model.Config.Encoder.FeatureWidth);
        using var decoder = CpuFeatureDecoder.Open(compute, folder.FeatureDecoderPath, config.FeatureDecoder, latent, width);
        using var painter = CpuPixelDecoder.Open(compute, folder.PixelDecoderPath, config.PixelDecoder, width, latent.Side);
        var tokens = latent.Side * latent.Side;
        var z = Numbers.Normal(2, batch * latent.Channels * tokens);
        using var latents = Latents(z, batch, latent);
        using var frozen = inference_mode();
        using var expected = model.FeatureDecoder.forward(latents); // [B, T, D]
        var features = decoder.Run(z);
        Assert.InRange(Numbers.Distance(new ReadOnlySpan<float>(features, batch * tokens * width), Numbers.Of(expected)), 0, Tolerance);

        using var picture = model.PixelDecoder.forward(expected); // [B, 3, H, W]
        var side = config.PixelDecoder.ImageSize;
        var values = new float[batch * side * side * 3];
        painter.Values(features, batch, values);
        var (rows, columns) = (painter.Head.CellRows, painter.Head.CellColumns);
        using var joined = tensor(values, [batch, side / rows, side / columns, rows, columns, 3]).permute(0, 5, 1, 3, 2, 4).contiguous(); // [B, 3, h, p, w, p]
        Assert.InRange(Numbers.Distance(Numbers.Of(joined), Numbers.Of(picture)), 0, Tolerance);
        Pixels(painter, features, Numbers.Of(joined).AsSpan(0, 3 * config.PixelDecoder.ImageSize * config.PixelDecoder.ImageSize), config.PixelDecoder.ImageSize);
    }

    // The bytes are those of the values, rounded as everywhere.
    private static void Pixels(CpuPixelDecoder painter, float* features, ReadOnlySpan<float> planes, int side)
    {
        var (found, expected) = (new byte[side * side * 4], new byte[side * side * 4]);
        Assert.True(painter.Decode(features, found));
        Assert.True(PixelPacking.TryPack(planes, expected));
        Assert.Equal(expected, found);
    }

    private static void Encoder(FaeModel model, ModelFolder folder, Compute compute, int batch)
    {
        var (latent, width) = (model.Config.Latent, model.Config.Encoder.FeatureWidth);
        using var encoder = CpuLatentEncoder.Open(compute, folder.EncoderPath, model.Config.Autoencoder, latent, width);
        var tokens = latent.Side * latent.Side;
        var x = Numbers.Normal(3, batch * tokens * width);
        var (mean, logVariance) = (new float[batch * tokens * latent.Channels], new float[batch * tokens * latent.Channels]);
        encoder.Encode(x, mean, logVariance);

        using var scope = NewDisposeScope();
        using var frozen = inference_mode();
        var expected = model.Encoder.Encode(model.Features.Standardise(tensor(x, [batch, tokens, width])));
        Assert.InRange(Numbers.Distance(mean, Numbers.Of(expected.Mean)), 0, Tolerance);
        Assert.InRange(Numbers.Distance(logVariance, Numbers.Of(expected.LogVariance)), 0, Tolerance);
    }

    private static Tensor Latents(float[] values, int batch, LatentConfig latent) => tensor(values, [batch, latent.Channels, latent.Side, latent.Side]); // [B, C, h, w]
}
