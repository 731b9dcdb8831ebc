using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Config;
using FaeRealtime.Models.Checkpoints;
using FaeRealtime.Models.Generators.TextToImage;
using FaeRealtime.Testing;

namespace FaeRealtime.Models.Tests.Checkpoints;

/// <summary>MMDiT's files: Stability AI's names there and back, and nothing that does not fit.</summary>
public sealed class MMDiTLayoutsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fae-mmdit-").FullName;

    public static TheoryData<MMDiTConfig> Configs => new(SmallNetworks.TextToImage, SmallNetworks.TextToImageNormed, SmallNetworks.TextToImagePaper);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Configs))]
    public void Load_SavedUnderTheOfficialNames_GivesTheSameNetwork(MMDiTConfig config)
    {
        using var saved = SmallNetworks.TextGenerator(config, seed: 1);
        using var loaded = SmallNetworks.TextGenerator(config, seed: 2);
        ModuleCheckpoint.Save(saved, At("official"), layout: MMDiTLayouts.Official with { Prefix = MMDiTLayouts.OfficialPrefix });
        using var reader = SafetensorsReader.Open(At("official"));

        var report = ModuleCheckpoint.Load(loaded, reader, MMDiTLayouts.All);

        Assert.Equal(MMDiTLayouts.OfficialPrefix, report.Layout.Prefix);
        Assert.All(reader.Entries.Keys, key => Assert.StartsWith(MMDiTLayouts.OfficialPrefix, key, StringComparison.Ordinal));
        Assert.Equal(config.SwiGlu, reader.Entries.ContainsKey($"{MMDiTLayouts.OfficialPrefix}joint_blocks.0.x_block.mlp.w2.weight"));
        AssertSame(saved, loaded);
    }

    [Fact]
    public void Save_SwiGlu_GatesFirst()
    {
        using var network = SmallNetworks.TextGenerator(SmallNetworks.TextToImagePaper);
        ModuleCheckpoint.Save(network, At("gates"), layout: MMDiTLayouts.Official);
        using var reader = SafetensorsReader.Open(At("gates"));

        var merged = Noise.Values(network.state_dict()["joint_blocks.0.x_block.mlp.w12.weight"]);

        Assert.Equal(merged[..(merged.Length / 2)], reader.ReadSingle("joint_blocks.0.x_block.mlp.w1.weight"));
        Assert.Equal(merged[(merged.Length / 2)..], reader.ReadSingle("joint_blocks.0.x_block.mlp.w3.weight"));
    }

    [Fact]
    public void Load_OwnNames_GivesTheSameNetwork()
    {
        using var saved = SmallNetworks.TextGenerator(SmallNetworks.TextToImagePaper, seed: 1);
        using var loaded = SmallNetworks.TextGenerator(SmallNetworks.TextToImagePaper, seed: 2);
        ModuleCheckpoint.Save(saved, At("own"));
        using var reader = SafetensorsReader.Open(At("own"));

        ModuleCheckpoint.Load(loaded, reader, MMDiTLayouts.All);

        AssertSame(saved, loaded);
    }

    /// <summary>The recorded file of the official code comes back with its very names and values.</summary>
    [SharedTheory("fixtures/mmdit_sd35_qknorm")]
    [InlineData("mmdit_sd35_qknorm", 4, 24, 40, 8)]
    [InlineData("mmdit_sd3_noqknorm", 3, 20, 32, 6)]
    public void Save_OfficialCasesWeights_AreTheFileAgain(string name, int channels, int pooled, int textWidth, int grid)
    {
        var config = new MMDiTConfig { Width = 128, Depth = 2, Heads = 2, PatchSize = 2, MlpRatio = 2, TextWidth = textWidth, TextTokens = 6, PooledWidth = pooled };
        config = pooled == 24 ? config with { QkNorm = NormKind.RmsNorm, SelfAttentionBlocks = [0] } : config;
        using var network = new MMDiT(config, new LatentConfig { Channels = channels, Side = 2 * grid });
        using var official = SafetensorsReader.Open(SharedData.Path($"fixtures/{name}/weights.safetensors"));
        ModuleCheckpoint.Load(network, official, MMDiTLayouts.All);

        ModuleCheckpoint.Save(network, At(name), layout: MMDiTLayouts.Official);

        using var written = SafetensorsReader.Open(At(name));
        Assert.Equal(official.Entries.Keys.Order(StringComparer.Ordinal), written.Entries.Keys.Order(StringComparer.Ordinal));
        Assert.All(official.Entries.Keys, key => Assert.Equal(official.ReadSingle(key), written.ReadSingle(key)));
    }

    [Fact]
    public void Load_FileWithAutoencoderAndTextEncoders_LeavesThemOut()
    {
        using var network = SmallNetworks.TextGenerator();
        var file = Write("whole", Tensors(network).Append(SafetensorsTensor.FromSingle("first_stage_model.decoder.conv_in.weight", [1], [1])).Append(SafetensorsTensor.FromSingle("text_encoders.t5xxl.shared", [1], [1])));
        using var reader = SafetensorsReader.Open(file);

        var report = ModuleCheckpoint.Load(network, reader, MMDiTLayouts.All);

        Assert.Equal(["first_stage_model.decoder.conv_in.weight", "text_encoders.t5xxl.shared"], report.Ignored);
    }

    [Theory]
    [InlineData("joint_blocks.1.x_block.attn.proj.weight", null, "lacks 'model.diffusion_model.joint_blocks.1.x_block.attn.proj.weight'")]
    [InlineData("pos_embed", null, "lacks 'model.diffusion_model.pos_embed'")]
    [InlineData("joint_blocks.0.context_block.adaLN_modulation.1.bias", 64, "'model.diffusion_model.joint_blocks.0.context_block.adaLN_modulation.1.bias' is [64], the model needs [192]")]
    [InlineData("joint_blocks.1.context_block.attn.proj.weight", 3, "has what the model does not know: 'model.diffusion_model.joint_blocks.1.context_block.attn.proj.weight'")]
    [InlineData("joint_blocks.0.x_block.attn.ln_q.weight", 8, "has what the model does not know: 'model.diffusion_model.joint_blocks.0.x_block.attn.ln_q.weight'")]
    public void Load_OneKeyWrong_IsRefusedByNameAndChangesNothing(string key, int? length, string expected)
    {
        using var network = SmallNetworks.TextGenerator(seed: 1);
        using var other = SmallNetworks.TextGenerator(seed: 2);
        using var untouched = SmallNetworks.TextGenerator(seed: 1);
        var name = MMDiTLayouts.OfficialPrefix + key;
        var tensors = Tensors(other).Where(tensor => tensor.Name != name);
        var file = Write("bent", length is { } numbers ? tensors.Append(SafetensorsTensor.FromSingle(name, [numbers], new float[numbers])) : tensors);
        using var reader = SafetensorsReader.Open(file);

        var failure = Assert.Throws<KeyMismatchException>(() => ModuleCheckpoint.Load(network, reader, MMDiTLayouts.All));

        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
        Assert.Equal(1, failure.Report.Problems);
        AssertSame(untouched, network);
    }

    private static IEnumerable<SafetensorsTensor> Tensors(MMDiT network) => network.state_dict().Select(entry =>
        SafetensorsTensor.FromSingle(MMDiTLayouts.OfficialPrefix + entry.Key, entry.Value.shape, Noise.Values(entry.Value)));

    private static void AssertSame(MMDiT expected, MMDiT actual)
    {
        var wanted = expected.state_dict();
        Assert.All(actual.state_dict(), entry => Assert.Equal(0, Noise.MaxDifference(wanted[entry.Key], entry.Value)));
    }

    private string Write(string name, IEnumerable<SafetensorsTensor> tensors)
    {
        SafetensorsWriter.Write(At(name), [.. tensors]);
        return At(name);
    }

    private string At(string name) => Path.Combine(_folder, $"{name}.safetensors");
}
