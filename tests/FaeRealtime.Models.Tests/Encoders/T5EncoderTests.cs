using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Models.Checkpoints;
using FaeRealtime.Models.Encoders;
using TorchSharp;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Tests.Encoders;

public sealed class T5EncoderTests : IDisposable
{
    private static readonly T5Config Small = new() { Vocabulary = 30, Width = 16, Depth = 2, Heads = 3, HeadWidth = 8, Hidden = 20, Buckets = 12, MaximumDistance = 40 };

    private readonly string _folder = Directory.CreateTempSubdirectory("fae-t5-").FullName;

    // On the meta device: shapes without memory.
    private static long Parameters(T5Config config)
    {
        using var encoder = new T5Encoder(config, new Device(DeviceType.META));
        return encoder.parameters().Sum(parameter => parameter.numel());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Load_HuggingFaceFileOfEitherKind_GivesTheSameEncoder()
    {
        using var saved = new T5Encoder(Small);
        foreach (var layout in T5Layouts.All)
        {
            var path = Path.Combine(_folder, $"{layout.Name}.safetensors");
            ModuleCheckpoint.Save(saved, path, layout: layout);
            using var loaded = T5Encoder.Load(Small, path);
            Assert.All(loaded.state_dict(), entry => Assert.Equal(0, Noise.MaxDifference(saved.state_dict()[entry.Key], entry.Value)));
            using var reader = SafetensorsReader.Open(path);
            Assert.Equal([24L, 16L], reader.Entry("encoder.block.1.layer.0.SelfAttention.k.weight").Shape);
            Assert.Equal([12L, 3L], reader.Entry("encoder.block.0.layer.0.SelfAttention.relative_attention_bias.weight").Shape);
        }
    }

    [Fact]
    public void Load_WholeT5_LeavesItsDecoderOut_AndAMissingKeyIsRefused()
    {
        using var saved = new T5Encoder(Small);
        var path = Path.Combine(_folder, "t5.safetensors");
        ModuleCheckpoint.Save(saved, path, layout: T5Layouts.Shared);
        List<SafetensorsTensor> tensors = [];
        using (var reader = SafetensorsReader.Open(path))
        {
            tensors.AddRange(reader.Entries.Keys.Select(key => SafetensorsTensor.FromSingle(key, [.. reader.Entry(key).Shape], reader.ReadSingle(key))));
        }

        SafetensorsWriter.Write(path, [.. tensors, SafetensorsTensor.FromSingle("decoder.block.0.layer.0.SelfAttention.q.weight", [1], [1f]), SafetensorsTensor.FromSingle("lm_head.weight", [1], [1f])]);
        using var loaded = T5Encoder.Load(Small, path);
        Assert.Equal(0, Noise.MaxDifference(saved.state_dict()["norm.weight"], loaded.state_dict()["norm.weight"]));

        SafetensorsWriter.Write(path, [.. tensors.Where(one => one.Name != "encoder.block.1.layer.1.DenseReluDense.wi_1.weight")]);
        Assert.Contains("encoder.block.1.layer.1.DenseReluDense.wi_1.weight", Assert.Throws<KeyMismatchException>(() => T5Encoder.Load(Small, path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Encode_MaskedPositions_InfluenceNoOther()
    {
        using var scope = NewDisposeScope();
        using var encoder = new T5Encoder(Small);
        var (ids, others) = (tensor(new[] { 3L, 4, 5, 6, 7 }).unsqueeze(0), tensor(new[] { 3L, 4, 5, 9, 1 }).unsqueeze(0)); // [1, 5] each
        var valid = tensor(new[] { 1L, 1, 1, 0, 0 }).unsqueeze(0); // [1, 5]
        var (first, second) = (encoder.Encode(ids, valid), encoder.Encode(others, valid)); // [1, 5, 16] each

        Assert.Equal(0, Noise.MaxDifference(first.narrow(1, 0, 3), second.narrow(1, 0, 3)));
        Assert.True(Noise.MaxDifference(encoder.Encode(ids).narrow(1, 0, 3), first.narrow(1, 0, 3)) > 1e-3);
        Assert.Throws<ShapeException>(() => encoder.Encode(ids, tensor(new[] { 1L, 1 }).unsqueeze(0)));
    }

    /// <summary>Published totals of the encoders of google/flan-t5-xl and flan-t5-large.</summary>
    [Fact]
    public void Size_OfThePublishedEncoders()
    {
        Assert.Equal(1_223_527_424, Parameters(T5Config.FlanXl));
        Assert.Equal(341_231_104, Parameters(T5Config.FlanLarge));
    }
}
