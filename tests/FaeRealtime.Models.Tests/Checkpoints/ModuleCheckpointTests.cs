using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Checkpoints.Formats;
using FaeRealtime.Core.Errors;
using FaeRealtime.Models.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Tests.Checkpoints;

public sealed class ModuleCheckpointTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fae-models-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Load_SavedFile_GivesTheSameNetwork()
    {
        using var saved = SmallNetworks.Generator(seed: 1);
        using var loaded = SmallNetworks.Generator(seed: 2);
        Noise.Disturb(saved);

        ModuleCheckpoint.Save(saved, At("full"));
        Load(loaded, At("full"));

        var expected = saved.state_dict();
        Assert.All(loaded.state_dict(), entry => Assert.Equal(0, Noise.MaxDifference(expected[entry.Key], entry.Value)));
    }

    [Fact]
    public void Save_AsHalf_HalvesMatricesAndKeepsVectorsExact()
    {
        using var saved = SmallNetworks.PixelDecoder(seed: 1);
        using var loaded = SmallNetworks.PixelDecoder(seed: 2);
        Noise.Disturb(saved);

        ModuleCheckpoint.Save(saved, At("half"), WeightStorage.F16);
        Load(loaded, At("half"));

        using var reader = SafetensorsReader.Open(At("half"));
        Assert.Equal(TensorDtype.F16, reader.Entry("blocks.0.attn.qkv.weight").Dtype);
        Assert.Equal(TensorDtype.F32, reader.Entry("blocks.0.norm1.weight").Dtype);
        var (exact, rounded) = (saved.state_dict(), loaded.state_dict());
        Assert.Equal(0, Noise.MaxDifference(exact["norm.bias"], rounded["norm.bias"]));
        Assert.InRange(Noise.MaxDifference(exact["proj_in.weight"], rounded["proj_in.weight"]), 1e-7, 1e-3);
    }

    [Fact]
    public void Save_AsBytes_QuartersMatricesAndKeepsVectorsExact()
    {
        using var saved = SmallNetworks.Generator(seed: 1);
        using var loaded = SmallNetworks.Generator(seed: 2);
        Noise.Disturb(saved);

        ModuleCheckpoint.Save(saved, At("bytes"), WeightStorage.I8);
        Load(loaded, At("bytes"));

        using var reader = SafetensorsReader.Open(At("bytes"));
        Assert.Equal(TensorDtype.I8, reader.Entry("blocks.0.attn.qkv.weight").Dtype);
        Assert.Equal(TensorDtype.F32, reader.Entry("blocks.0.attn.qkv.bias").Dtype);
        var (exact, rounded) = (saved.state_dict(), loaded.state_dict());
        Assert.Equal(0, Noise.MaxDifference(exact["blocks.0.attn.qkv.bias"], rounded["blocks.0.attn.qkv.bias"]));
        var half = exact["blocks.0.attn.qkv.weight"].abs().amax([1L], keepdim: true) / 254;
        Assert.True((exact["blocks.0.attn.qkv.weight"] - rounded["blocks.0.attn.qkv.weight"]).abs().le(half * 1.001).all().ToBoolean());
        Assert.Contains("safetensors", Assert.Throws<CheckpointException>(() => ModuleCheckpoint.Save(saved, Path.Combine(_folder, "a.pt"), WeightStorage.I8)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Save_InFourBits_LoadsNearAndKeepsVectorsExact()
    {
        var config = SmallNetworks.Generation with { Width = 96 };
        using var saved = SmallNetworks.Generator(config, seed: 1);
        using var loaded = SmallNetworks.Generator(config, seed: 2);
        Noise.Disturb(saved);

        ModuleCheckpoint.Save(saved, At("four"), WeightStorage.I4);
        ModuleCheckpoint.Save(saved, At("eight"), WeightStorage.I8);
        Load(loaded, At("four"));

        Assert.InRange(new FileInfo(At("four")).Length / (double)new FileInfo(At("eight")).Length, 0.5, 0.75);
        var (exact, rounded) = (saved.state_dict(), loaded.state_dict());
        foreach (var (key, value) in exact)
        {
            var error = (value - rounded[key]).norm().item<float>() / Math.Max(1e-9f, value.norm().item<float>());
            Assert.True(error <= (value.shape.Length < 2 ? 0 : 0.12), $"{key}: {error}");
        }
    }

    [Fact]
    public void Save_NameOfPyTorch_IsItsFormatAndLoads()
    {
        using var saved = SmallNetworks.Encoder(seed: 1);
        using var loaded = SmallNetworks.Encoder(seed: 2);
        var path = Path.Combine(_folder, "encoder.pth");

        ModuleCheckpoint.Save(saved, path);
        using var checkpoint = CheckpointFile.Open(path);
        ModuleCheckpoint.Load(loaded, checkpoint);

        Assert.Equal("PK"u8, File.ReadAllBytes(path).AsSpan(0, 2));
        Assert.Equal(0, Noise.MaxDifference(saved.state_dict()["linear1.weight"], loaded.state_dict()["linear1.weight"]));
    }

    [Fact]
    public void Load_FileThatFitsInNothing_NamesEveryKindOfProblemAndChangesNothing()
    {
        using var network = SmallNetworks.Encoder();
        var before = Noise.Values(network.state_dict()["linear2.bias"]);
        SafetensorsWriter.Write(
            At("bad"),
            [
                SafetensorsTensor.FromSingle("linear2.bias", [8], [1, 2, 3, 4, 5, 6, 7, 8]),
                SafetensorsTensor.FromSingle("linear2.weight", [2, 2], [1, 2, 3, 4]),
                SafetensorsTensor.FromSingle("linear3.weight", [1], [1]),
            ]);

        var failure = Assert.Throws<KeyMismatchException>(() => Load(network, At("bad")));

        Assert.Contains("lacks 'linear1.weight'", failure.Message, StringComparison.Ordinal);
        Assert.Contains("'linear3.weight'", failure.Message, StringComparison.Ordinal);
        Assert.Contains("'linear2.weight' is [2, 2], the model needs [8, 24]", failure.Message, StringComparison.Ordinal);
        Assert.Equal(before, Noise.Values(network.state_dict()["linear2.bias"]));
    }

    [Fact]
    public void Load_KeysOfAWrappedModule_AreUnderstood()
    {
        using var network = SmallNetworks.Encoder();
        var tensors = network.state_dict().Select(entry => SafetensorsTensor.FromSingle($"module._orig_mod.{entry.Key}", entry.Value.shape, Noise.Values(entry.Value + 1)));
        SafetensorsWriter.Write(At("wrapped"), [.. tensors]);

        Load(network, At("wrapped"));

        Assert.Equal(1, network.state_dict()["linear2.bias"].min().ToDouble(), 6);
    }

    [Fact]
    public void Load_OptionalAndIgnoredKeys_AreLeftAlone()
    {
        using var network = SmallNetworks.Encoder();
        var tensors = network.state_dict()
            .Where(entry => entry.Key != "features.mean")
            .Select(entry => SafetensorsTensor.FromSingle(entry.Key, entry.Value.shape, Noise.Values(entry.Value)))
            .Append(SafetensorsTensor.FromSingle("head.weight", [2], [1, 2]));
        SafetensorsWriter.Write(At("head"), [.. tensors]);
        using var reader = SafetensorsReader.Open(At("head"));

        ModuleCheckpoint.Load(network, reader, [new CheckpointLayout { Name = "test", Optional = ["features.mean"], Ignored = ["head."] }]);

        Assert.Throws<KeyMismatchException>(() => ModuleCheckpoint.Load(network, reader));
    }

    private static void Load(nn.Module module, string path)
    {
        using var reader = SafetensorsReader.Open(path);
        ModuleCheckpoint.Load(module, reader);
    }

    private string At(string name) => Path.Combine(_folder, $"{name}.safetensors");
}
