using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Checkpoints.Formats;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Models.Checkpoints;
using FaeRealtime.Models.Encoders;
using TorchSharp;

namespace FaeRealtime.Models.Tests.Checkpoints;

public sealed class CheckpointLayoutTests : IDisposable
{
    private static readonly VisionEncoderConfig Registers = SmallNetworks.Vision with { RegisterTokens = 4, LayerScale = true, FeedForward = FeedForwardKind.SwiGlu };

    private readonly string _folder = Directory.CreateTempSubdirectory("fae-layouts-").FullName;

    public static TheoryData<string, bool> Families() => new()
    {
        { VisionTransformerLayouts.DinoV2.Name, true },
        { VisionTransformerLayouts.DinoV2.Name, false },
        { VisionTransformerLayouts.Timm.Name, false },
        { VisionTransformerLayouts.TimmRegisters.Name, true },
        { VisionTransformerLayouts.HuggingFaceDinoV2.Name, true },
        { VisionTransformerLayouts.HuggingFaceDinoV2.Name, false },
        { VisionTransformerLayouts.HuggingFaceVit.Name, false },
    };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Families))]
    public void Load_FileOfAFamily_IsRecognisedAndGivesTheSameNetwork(string family, bool registers)
    {
        var layout = VisionTransformerLayouts.All.Single(layout => layout.Name == family);
        var config = registers ? Registers : SmallNetworks.Vision;
        config = layout == VisionTransformerLayouts.HuggingFaceDinoV2 ? config with { LayerScale = true } : config;
        using var saved = Disturbed(config);
        using var loaded = SmallNetworks.Vit(config, seed: 6);
        ModuleCheckpoint.Save(saved, At("file"), layout: layout);

        using var checkpoint = CheckpointFile.Open(At("file"));
        var report = ModuleCheckpoint.Compare(loaded, checkpoint, VisionTransformerLayouts.All);
        ModuleCheckpoint.Load(loaded, checkpoint, VisionTransformerLayouts.All);

        Assert.Equal(family, report.Layout.Name);
        Assert.Empty(report.Ignored);
        var expected = saved.state_dict();
        Assert.All(
            loaded.state_dict().Where(entry => entry.Key != "mask_token"),
            entry => Assert.Equal(0, Noise.MaxDifference(expected[entry.Key], entry.Value)));
    }

    [Fact]
    public void Save_AsHuggingFaceAndBack_GivesTheOfficialKeysAndTheSameBytes()
    {
        using var network = Disturbed(Registers);
        ModuleCheckpoint.Save(network, At("hub"), layout: VisionTransformerLayouts.DinoV2);
        using var second = VisionTransformer.Load(Registers, At("hub"));
        ModuleCheckpoint.Save(second, At("hf"), layout: VisionTransformerLayouts.HuggingFaceDinoV2);
        using var third = VisionTransformer.Load(Registers, At("hf"));
        ModuleCheckpoint.Save(third, At("hub-again"), layout: VisionTransformerLayouts.DinoV2);

        using var reader = SafetensorsReader.Open(At("hf"));

        Assert.Equal(File.ReadAllBytes(At("hub")), File.ReadAllBytes(At("hub-again")));
        Assert.Equal([24L, 24L], reader.Entry("encoder.layer.2.attention.attention.key.weight").Shape);
        Assert.Equal([96L, 24L], reader.Entry("encoder.layer.0.mlp.weights_in.weight").Shape);
        Assert.Equal([24L], reader.Entry("encoder.layer.1.layer_scale2.lambda1").Shape);
        Assert.Equal([1L, 4L, 24L], reader.Entry("embeddings.register_tokens").Shape);
        Assert.Equal([24L], reader.Entry("layernorm.bias").Shape);
        Assert.DoesNotContain(reader.Entries.Keys, key => key.StartsWith("blocks.", StringComparison.Ordinal));
    }

    [Fact]
    public void Load_SeparateProjections_JoinsQueryKeyValueInThisOrder()
    {
        using var network = SmallNetworks.Vit();
        ModuleCheckpoint.Save(network, At("plain"), layout: VisionTransformerLayouts.HuggingFaceVit);
        Rewrite("plain", "marked", tensor => tensor.Name.Split('.')[^2] switch
        {
            "query" => Filled(tensor, 1),
            "key" => Filled(tensor, 2),
            "value" => Filled(tensor, 3),
            _ => tensor,
        });

        using var loaded = VisionTransformer.Load(SmallNetworks.Vision, At("marked"));

        Assert.Equal([.. Enumerable.Repeat(1f, 24), .. Enumerable.Repeat(2f, 24), .. Enumerable.Repeat(3f, 24)], Noise.Values(loaded.state_dict()["blocks.1.attn.qkv.bias"]));
    }

    [Fact]
    public void Load_TimmRegistersFile_GivesTheClassTokenNoPosition()
    {
        using var network = Disturbed(Registers, classPosition: true);

        var failure = Assert.Throws<CheckpointException>(() => ModuleCheckpoint.Save(network, At("timm"), layout: VisionTransformerLayouts.TimmRegisters));
        var rgb = Noise.Normal(3, 1, 3, 12, 12).sigmoid();
        var before = Noise.Values(network.Features(rgb));
        network.FoldClassPosition();
        ModuleCheckpoint.Save(network, At("timm"), layout: VisionTransformerLayouts.TimmRegisters);
        using var loaded = VisionTransformer.Load(Registers, At("timm"));

        Assert.Contains("'pos_embed'", failure.Message, StringComparison.Ordinal);
        Assert.Equal(before, Noise.Values(loaded.Features(rgb)), (a, b) => Math.Abs(a - b) < 1e-5);
        Assert.Equal(0, loaded.state_dict()["pos_embed"].narrow(1, 0, 1).abs().max().ToDouble());
    }

    [Fact]
    public void Compare_TrainingCheckpoint_TakesTheAveragedCopyAndListsTheRest()
    {
        using var network = SmallNetworks.Vit();
        ModuleCheckpoint.Save(network, At("plain"));
        using (var plain = SafetensorsReader.Open(At("plain")))
        {
            SafetensorsWriter.Write(
                At("training"),
                [
                    .. plain.Entries.Keys.Select(key => Copy(plain, key, $"model.{key}")),
                    .. plain.Entries.Keys.Select(key => Filled(Copy(plain, key, $"ema.module.{key}"), 7)),
                    SafetensorsTensor.FromSingle("opt.state.0.exp_avg", [1], [1]),
                    SafetensorsTensor.FromSingle("ema.module.head.weight", [1], [1]),
                ]);
        }

        using var checkpoint = CheckpointFile.Open(At("training"));
        var report = ModuleCheckpoint.Compare(network, checkpoint, VisionTransformerLayouts.All);
        ModuleCheckpoint.Load(network, checkpoint, VisionTransformerLayouts.All);

        Assert.True(report.Fits);
        Assert.Equal("ema.module.", report.Layout.Prefix);
        Assert.Equal(network.state_dict().Count + 2, report.Ignored.Count);
        Assert.Equal(7, network.state_dict()["norm.bias"].max().ToDouble());
    }

    [Fact]
    public void Load_TwoCopiesOfEqualStanding_AsksForOne()
    {
        using var network = SmallNetworks.Encoder();
        ModuleCheckpoint.Save(network, At("plain"));
        using (var plain = SafetensorsReader.Open(At("plain")))
        {
            SafetensorsWriter.Write(At("two"), [.. plain.Entries.Keys.SelectMany(key => (SafetensorsTensor[])[Copy(plain, key, $"left.{key}"), Copy(plain, key, $"right.{key}")])]);
        }

        using var checkpoint = CheckpointFile.Open(At("two"));

        Assert.Contains("'left.' and 'right.'", Assert.Throws<CheckpointException>(() => ModuleCheckpoint.Load(network, checkpoint)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_DamagedFile_ListsEveryKeyUnderTheFilesOwnNames()
    {
        using var network = SmallNetworks.Vit();
        ModuleCheckpoint.Save(network, At("plain"), layout: VisionTransformerLayouts.HuggingFaceVit);
        using (var plain = SafetensorsReader.Open(At("plain")))
        {
            SafetensorsWriter.Write(
                At("damaged"),
                [
                    .. plain.Entries.Keys.Where(key => !key.Contains(".key.", StringComparison.Ordinal) && key != "layernorm.weight").Select(key => Copy(plain, key, $"vit.{key}")),
                    SafetensorsTensor.FromSingle("vit.layernorm.weight", [2], [1, 2]),
                    SafetensorsTensor.FromSingle("vit.fc_norm.weight", [1], [1]),
                    SafetensorsTensor.FromSingle("classifier.bias", [1], [1]),
                ]);
        }

        using var checkpoint = CheckpointFile.Open(At("damaged"));
        var report = ModuleCheckpoint.Compare(network, checkpoint, VisionTransformerLayouts.All);

        Assert.Equal("HF ViT", report.Layout.Name);
        Assert.Equal(6, report.Missing.Count);
        Assert.Contains("vit.encoder.layer.2.attention.attention.key.bias", report.Missing);
        Assert.Equal(["vit.fc_norm.weight"], report.Unexpected);
        Assert.Equal(["classifier.bias"], report.Ignored);
        Assert.Equal("'vit.layernorm.weight' is [2], the model needs [24]", Assert.Single(report.Mismatched).ToString());
        Assert.Equal(8, report.Problems);
    }

    [Fact]
    public void Compare_KeysOfManyParts_EndsSoon()
    {
        using var network = SmallNetworks.Encoder();
        SafetensorsWriter.Write(
            At("dots"),
            [.. Enumerable.Range(0, 2000).Select(i => SafetensorsTensor.FromSingle($"{new string('.', 300)}{i}.linear2.bias", [1], [1])), SafetensorsTensor.FromSingle("linear2.bias", [8], [1, 2, 3, 4, 5, 6, 7, 8])]);
        using var checkpoint = CheckpointFile.Open(At("dots"));

        var report = ModuleCheckpoint.Compare(network, checkpoint);

        Assert.Equal(2000, report.Unexpected.Count);
        Assert.Equal(network.state_dict().Count - 1, report.Missing.Count);
    }

    private static VisionTransformer Disturbed(VisionEncoderConfig config, bool classPosition = false)
    {
        var network = SmallNetworks.Vit(config);
        Noise.Disturb(network);
        if (!classPosition)
        {
            network.FoldClassPosition();
        }

        return network;
    }

    private static SafetensorsTensor Copy(SafetensorsReader reader, string key, string name) =>
        SafetensorsTensor.FromSingle(name, reader.Entry(key).Shape, reader.ReadSingle(key));

    private static SafetensorsTensor Filled(SafetensorsTensor like, float value) =>
        SafetensorsTensor.FromSingle(like.Name, like.Shape, [.. Enumerable.Repeat(value, (int)like.Shape.Aggregate(1L, (product, size) => product * size))]);

    private void Rewrite(string from, string to, Func<SafetensorsTensor, SafetensorsTensor> change)
    {
        using var reader = SafetensorsReader.Open(At(from));
        SafetensorsWriter.Write(At(to), [.. reader.Entries.Keys.Select(key => change(Copy(reader, key, key)))]);
    }

    private string At(string name) => Path.Combine(_folder, $"{name}.safetensors");
}
