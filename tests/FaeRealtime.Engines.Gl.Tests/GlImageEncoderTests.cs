using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Cpu.Tests;
using FaeRealtime.Cpu.Tests.Networks;
using FaeRealtime.Engines.Gl.Compute;
using FaeRealtime.Engines.Gl.Networks.Encoders;
using FaeRealtime.Graphics.Contexts;
using FaeRealtime.Models.Checkpoints;
using FaeRealtime.Models.Encoders;
using FaeRealtime.Testing;

namespace FaeRealtime.Engines.Gl.Tests;

/// <summary>The image encoder in compute shaders beside the one in C#.</summary>
public sealed class GlImageEncoderTests : IDisposable
{
    private const double Tolerance = 1e-5;

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 16)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Encode_OfARandomModel_AgreesWithTheCpuEngine(int seed)
    {
        var (folder, weights) = Drawn(seed);
        using var engine = GlImageEncoder.Open(folder, weights, half: false);
        using var oracle = CpuLatents.Open(folder, weights, threads: 1);
        Assert.Equal((oracle.Side, oracle.LatentLength), (engine.Side, engine.LatentLength));
        var (found, expected) = (new float[engine.LatentLength], new float[engine.LatentLength]);
        float[]? first = null;
        for (var picture = 0; picture < 2; picture++)
        {
            engine.Encode(DrawnVision.Picture(seed + picture, engine.Side), found);
            oracle.Encode(DrawnVision.Picture(seed + picture, engine.Side), expected);
            Assert.InRange(Numbers.Distance(found, expected), 0, Tolerance);
            first ??= [.. found];
        }

        // Nothing of the picture before is left.
        engine.Encode(DrawnVision.Picture(seed, engine.Side), found);
        Assert.Equal(first, found);
    }

    [Fact]
    public void Encode_WithHalfWeights_IsNear()
    {
        var (folder, weights) = Drawn(5);
        using var engine = GlImageEncoder.Open(folder, weights, half: true);
        using var oracle = CpuLatents.Open(folder, weights, threads: 1);
        var (found, expected) = (new float[engine.LatentLength], new float[engine.LatentLength]);
        engine.Encode(DrawnVision.Picture(1, engine.Side), found);
        oracle.Encode(DrawnVision.Picture(1, engine.Side), expected);
        Assert.InRange(Numbers.Distance(found, expected), 1e-7, 5e-3);
    }

    [SharedFact("data/encoder/vit_tiny_patch16_224.f16.safetensors")]
    public void Encode_OfTheDefaultModel_IsTheCpuEngines()
    {
        var folder = ModelFolder.Open(Path.Combine(Repository.Root, "content", "default"));
        var weights = SharedData.Path("data/encoder/vit_tiny_patch16_224.f16.safetensors");
        using var engine = GlImageEncoder.Open(folder, weights, half: false);
        using var oracle = CpuLatents.Open(folder, weights, threads: 1);
        var (found, expected) = (new float[engine.LatentLength], new float[engine.LatentLength]);
        engine.Encode(DrawnVision.Picture(1, engine.Side), found);
        oracle.Encode(DrawnVision.Picture(1, engine.Side), expected);
        Assert.InRange(Numbers.Distance(found, expected), 0, 1e-4);
    }

    [SharedTheory("fixtures/dinov2_mlp")]
    [MemberData(nameof(OfficialVision.Names), MemberType = typeof(OfficialVision))]
    public void Features_OfAnOfficialCase_AreTheSame(string name)
    {
        var official = OfficialVision.Of(name);
        using var context = EglContext.CreateForCompute();
        var opened = ((IGlContext)context).Open();
        var compute = GlCompute.Open(opened, half: false, official.Features.Length * sizeof(float));
        var vision = GlVisionTransformer.Open(compute, official.Weights, official.Config);
        var list = vision.List();
        vision.Record(list);
        list.Finish();
        vision.Write(official.Input);
        list.Run(default);
        var features = new float[official.Features.Length];
        compute.Read<float>(vision.Features, 0, features);
        opened.Delete(compute);
        Assert.InRange(Numbers.Distance(features, official.Features), 0, Tolerance);
    }

    [Fact]
    public void Open_WrongFilesOrSizes_AreRefused()
    {
        var (folder, weights) = Drawn(3);
        Assert.Contains("nowhere", Assert.Throws<CheckpointException>(() => GlImageEncoder.Open(folder, "nowhere.safetensors")).Message, StringComparison.Ordinal);
        Assert.Contains("timm", Assert.Throws<CheckpointException>(() => GlImageEncoder.Open(folder, folder.EncoderPath)).Message, StringComparison.Ordinal);
        using var engine = GlImageEncoder.Open(folder, weights);
        var latent = new float[engine.LatentLength];
        Assert.Throws<ShapeException>(() => engine.Encode(new byte[3], latent));
        Assert.Throws<ShapeException>(() => engine.Encode(DrawnVision.Picture(1, engine.Side), latent.AsSpan(1)));
    }

    public void Dispose() => _folder.Dispose();

    private (ModelFolder Folder, string Weights) Drawn(int seed)
    {
        var (drawn, vision) = (RandomConfig.Of((ulong)seed), DrawnVision.Of(new Random(seed)));
        var config = drawn with { Encoder = vision with { InputSize = drawn.Latent.Side * vision.PatchSize } };
        var folder = RandomModel.Create(Path.Combine(_folder.Path, "model"), config);
        using var oracle = VisionTransformer.Random(config.Encoder, (ulong)seed);
        RandomModel.Draw(oracle, (ulong)seed);
        var weights = Path.Combine(_folder.Path, "vit.safetensors");
        ModuleCheckpoint.Save(oracle, weights);
        return (folder, weights);
    }
}
