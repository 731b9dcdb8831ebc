using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Cpu.Kernels;
using FaeRealtime.Cpu.Networks;
using FaeRealtime.Cpu.Passes;
using FaeRealtime.Models;
using FaeRealtime.Models.Checkpoints;
using FaeRealtime.Models.Encoders;
using FaeRealtime.Testing;
using static TorchSharp.torch;

namespace FaeRealtime.Cpu.Tests.Networks;

/// <summary>The frozen image encoder beside its TorchSharp twin on the same weights.</summary>
public sealed class CpuVisionTransformerTests : IDisposable
{
    private const double Tolerance = 1e-5;

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 24)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Run_OfARandomEncoder_AgreesWithTorch(int seed)
    {
        var config = DrawnVision.Of(new Random(seed));
        using var oracle = VisionTransformer.Random(config, (ulong)seed);
        RandomModel.Draw(oracle, (ulong)seed);
        var path = Save(oracle);
        var rgb = DrawnVision.Picture(seed, config.InputSize);
        using var compute = Compute.Start(1 + (seed % 3), seed % 2 == 0 ? KernelSet.Wide512 : KernelSet.Wide256);
        using var encoder = CpuVisionTransformer.Open(compute, path, config);
        using var expected = oracle.Features(Rgb(rgb, config.InputSize)); // [1, T, D]
        Assert.InRange(Numbers.Distance(encoder.Run(rgb), Numbers.Of(expected)), 0, Tolerance);
    }

    /// <summary>timm keeps SwiGLU under an MLP's names, and of encoders with registers no position of the class token.</summary>
    [Fact]
    public void Run_OfTimmsFileWithRegisters_AgreesWithTorch()
    {
        var config = DrawnVision.Of(new Random(1)) with { ClassToken = true, RegisterTokens = 3, FeedForward = FeedForwardKind.SwiGlu, MaskToken = false };
        using var oracle = VisionTransformer.Random(config, 1);
        oracle.FoldClassPosition();
        var path = Path.Combine(_folder.Path, "timm.safetensors");
        ModuleCheckpoint.Save(oracle, path, layout: VisionTransformerLayouts.TimmRegisters);
        var rgb = DrawnVision.Picture(2, config.InputSize);
        using var compute = Compute.Start(2);
        using var encoder = CpuVisionTransformer.Open(compute, path, config);
        using var expected = oracle.Features(Rgb(rgb, config.InputSize));
        Assert.InRange(Numbers.Distance(encoder.Run(rgb), Numbers.Of(expected)), 0, Tolerance);
    }

    [SharedTheory("fixtures/dinov2_mlp")]
    [MemberData(nameof(OfficialVision.Names), MemberType = typeof(OfficialVision))]
    public void Run_OfAnOfficialCase_AnswersTheSame(string name)
    {
        var official = OfficialVision.Of(name);
        using var compute = Compute.Start(2);
        using var encoder = CpuVisionTransformer.Open(compute, official.Weights, official.Config);
        Assert.InRange(Numbers.Distance(encoder.Run(official.Input), official.Features), 0, Tolerance);
        Assert.Throws<ShapeException>(() => encoder.Run(official.Input.AsSpan(1)));
    }

    [Fact]
    public void Encode_OfARandomModel_IsTorchsLatentForAnyThreads()
    {
        var drawn = RandomConfig.Of(3);
        var config = drawn with { Encoder = drawn.Encoder with { FeatureBlocks = [] } };
        var folder = RandomModel.Create(Path.Combine(_folder.Path, "model"), config);
        using var oracle = VisionTransformer.Random(config.Encoder, 4);
        var weights = Save(oracle);
        using var model = FaeModel.Load(folder, CPU, ModelParts.Encoder);
        var rgb = DrawnVision.Picture(5, config.Encoder.InputSize);
        using var frozen = inference_mode();
        using var x = model.Features.Standardise(oracle.Features(Rgb(rgb, config.Encoder.InputSize)));
        using var z = model.Normalise(model.Encoder.Encode(x).Mean.transpose(1, 2).reshape(1, config.Latent.Channels, config.Latent.Side, config.Latent.Side));
        float[]? first = null;
        foreach (var threads in new[] { 1, 2, 3 })
        {
            using var encoder = CpuImageEncoder.Open(folder, weights, threads);
            var latent = new float[encoder.LatentLength];
            encoder.Encode(rgb, latent);
            Assert.InRange(Numbers.Distance(latent, Numbers.Of(z)), 0, Tolerance);
            Assert.Equal(first ?? latent, latent);
            first = latent;
            var before = GC.GetAllocatedBytesForCurrentThread();
            encoder.Encode(rgb, latent);
            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
            Assert.Throws<ShapeException>(() => encoder.Encode(rgb.AsSpan(3), latent));
            Assert.Throws<ShapeException>(() => encoder.Encode(rgb, latent.AsSpan(1)));
        }
    }

    [Fact]
    public void Open_OtherWeights_AreRefused()
    {
        var config = RandomConfig.Of(3);
        var folder = RandomModel.Create(Path.Combine(_folder.Path, "model"), config with { Encoder = config.Encoder with { Sha256 = new string('0', 64) } });
        using var oracle = VisionTransformer.Random(config.Encoder, 4);
        var weights = Save(oracle);
        Assert.Contains("SHA-256", Assert.Throws<CheckpointException>(() => CpuImageEncoder.Open(folder, weights)).Message, StringComparison.Ordinal);
        Assert.Contains("nowhere", Assert.Throws<CheckpointException>(() => CpuImageEncoder.Open(folder, "nowhere.safetensors")).Message, StringComparison.Ordinal);
        using var compute = Compute.Start(1);
        Assert.Contains("timm", Assert.Throws<CheckpointException>(() => CpuVisionTransformer.Open(compute, folder.EncoderPath, config.Encoder)).Message, StringComparison.Ordinal);
        Assert.Throws<CheckpointException>(() => CpuVisionTransformer.Open(compute, weights, config.Encoder with { Depth = config.Encoder.Depth + 1 }));
    }

    public void Dispose() => _folder.Dispose();

    private static Tensor Rgb(byte[] rgb, int side) => (tensor(rgb, [1, side, side, 3], dtype: ScalarType.Float32) / 255f).permute(0, 3, 1, 2).contiguous(); // [1, 3, H, W]

    private string Save(VisionTransformer encoder)
    {
        var path = Path.Combine(_folder.Path, "vit.safetensors");
        ModuleCheckpoint.Save(encoder, path);
        return path;
    }
}
