using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Checkpoints.Formats;
using FaeRealtime.Core.Errors;
using FaeRealtime.Models.Checkpoints;
using FaeRealtime.Models.Encoders;
using TorchSharp;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Tests.Encoders;

public sealed class SiglipModelTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fae-siglip-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Load_HuggingFaceFile_GivesTheSameModelAndTowers(bool naflex)
    {
        using var saved = SmallNetworks.Siglip();
        var path = Path.Combine(_folder, "siglip.safetensors");
        ModuleCheckpoint.Save(saved, path, layout: naflex ? SiglipLayouts.NaFlex : SiglipLayouts.Siglip);

        using var loaded = SiglipModel.Load(SmallNetworks.SiglipVision, SmallNetworks.Text, path);
        using var tower = VisionTransformer.Load(SmallNetworks.SiglipVision, path);
        using var text = new SiglipTextTower(SmallNetworks.Text);
        using var checkpoint = CheckpointFile.Open(path);
        ModuleCheckpoint.Load(text, checkpoint, [SiglipLayouts.TextTower]);

        var expected = saved.state_dict();
        Assert.All(loaded.state_dict(), entry => Assert.Equal(0, Noise.MaxDifference(expected[entry.Key], entry.Value)));
        Assert.All(tower.state_dict(), entry => Assert.Equal(0, Noise.MaxDifference(expected[$"vision.{entry.Key}"], entry.Value)));
        Assert.All(text.state_dict(), entry => Assert.Equal(0, Noise.MaxDifference(expected[$"text.{entry.Key}"], entry.Value)));
        Assert.Equal(naflex ? [24L, 48L] : [24L, 3L, 4L, 4L], checkpoint.Entry("vision_model.embeddings.patch_embedding.weight").Shape);
        Assert.Equal([25L, 24L], checkpoint.Entry("vision_model.embeddings.position_embedding.weight").Shape);
        Assert.Equal([72L], checkpoint.Entry("vision_model.head.attention.in_proj_bias").Shape);
        Assert.Equal([16L, 16L], checkpoint.Entry("text_model.encoder.layers.1.self_attn.v_proj.weight").Shape);
    }

    [Fact]
    public void Load_TimmSiglipTower_JoinsTheHeadsProjections()
    {
        using var saved = SmallNetworks.Vit(SmallNetworks.SiglipVision);
        Noise.Disturb(saved);
        var path = Path.Combine(_folder, "timm.safetensors");
        ModuleCheckpoint.Save(saved, path, layout: VisionTransformerLayouts.Timm);

        using var loaded = VisionTransformer.Load(SmallNetworks.SiglipVision, path);
        using var reader = SafetensorsReader.Open(path);

        Assert.Equal([24L, 24L], reader.Entry("attn_pool.q.weight").Shape);
        Assert.Equal([48L, 24L], reader.Entry("attn_pool.kv.weight").Shape);
        Assert.Equal(0, Noise.MaxDifference(saved.state_dict()["attn_pool.attn.qkv.weight"], loaded.state_dict()["attn_pool.attn.qkv.weight"]));
    }

    [Fact]
    public void Encode_MaskedTextPositions_InfluenceNoOther()
    {
        using var network = SmallNetworks.Siglip();
        var mask = tensor([1L, 1, 0, 1, 0, 1], [1, 6]);

        var first = network.Text.Encode(tensor([1L, 2, 3, 4, 5, 6], [1, 6]), mask);
        var second = network.Text.Encode(tensor([1L, 2, 9, 4, 8, 6], [1, 6]), mask);
        var unmasked = network.Text.Encode(tensor([1L, 2, 9, 4, 8, 6], [1, 6]));

        Assert.Equal(0, Noise.MaxDifference(first.Pooled, second.Pooled));
        Assert.NotEqual(0, Noise.MaxDifference(second.Pooled, unmasked.Pooled));
    }

    [Fact]
    public void Encode_TextWithoutAnyValidPosition_StaysFinite()
    {
        using var network = SmallNetworks.Siglip();

        Assert.True(network.Text.Encode(zeros([1, 6], ScalarType.Int64), zeros([1, 6], ScalarType.Int64)).Pooled.isfinite().all().ToBoolean());
    }

    [Fact]
    public void Encode_TextLongerThanTheTable_IsAShapeError()
    {
        using var network = SmallNetworks.Siglip();

        Assert.Throws<ShapeException>(() => network.Text.Encode(zeros([1, 7], ScalarType.Int64)));
    }

    [Fact]
    public void Loss_MatchingPairs_IsMinusTheLogSigmoidOfSignedLogits()
    {
        var logits = tensor([2f, -1, 0.5f, 3], [2, 2]);
        static double Cost(double logit) => Math.Log(1 + Math.Exp(-logit));

        Assert.Equal((Cost(2) + Cost(1) + Cost(-0.5) + Cost(3)) / 2, SiglipModel.Loss(logits).ToDouble(), 1e-5);
    }

    [Fact]
    public void New_TowersOfDifferentWidths_IsAConfigError() =>
        Assert.Throws<ConfigException>(() => new SiglipModel(SmallNetworks.SiglipVision, SmallNetworks.Text with { EmbeddingWidth = 25 }));
}
