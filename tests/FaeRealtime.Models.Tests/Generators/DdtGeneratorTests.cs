using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Models.Checkpoints;
using FaeRealtime.Models.Generators;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Tests.Generators;

public sealed class DdtGeneratorTests : IDisposable
{
    private static readonly LatentConfig Latent = new() { Channels = 3, Side = 4 };

    private static readonly DdtConfig Small = new() { Body = new LightningDiTConfig { Width = 16, Depth = 1, Heads = 2, Classes = 3 }, HeadWidth = 24, HeadDepth = 2, HeadHeads = 3 };

    private readonly string _folder = Directory.CreateTempSubdirectory("fae-ddt-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Load_OwnFile_GivesTheSame_AndOfAnotherHeadIsRefused()
    {
        var path = Path.Combine(_folder, "ddt.safetensors");
        using var saved = new DdtGenerator(Small, Latent);
        ModuleCheckpoint.Save(saved, path);
        using var file = SafetensorsReader.Open(path);
        using var loaded = new DdtGenerator(Small, Latent);
        ModuleCheckpoint.Load(loaded, file);
        Assert.All(loaded.state_dict(), entry => Assert.Equal(0, Noise.MaxDifference(saved.state_dict()[entry.Key], entry.Value)));
        Assert.Contains(saved.state_dict().Keys, key => key == "blocks.2.attn.qkv.weight");
        using var deeper = new DdtGenerator(Small with { HeadDepth = 3 }, Latent);
        Assert.Throws<KeyMismatchException>(() => ModuleCheckpoint.Load(deeper, file));
    }

    [Fact]
    public void Forward_OfABatch_IsThatOfEachPicture()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var network = new DdtGenerator(Small, Latent);
        Noise.Disturb(network);
        var (x, t, y) = (Noise.Normal(3, 2, 3, 4, 4), tensor(new[] { 0.3f, 0.8f }), tensor(new[] { 1L, 3 })); // [2, 3, 4, 4], [2], [2]
        var both = network.forward(x, t, y); // [2, 3, 4, 4]
        var second = network.forward(x.narrow(0, 1, 1), t.narrow(0, 1, 1), y.narrow(0, 1, 1)); // [1, 3, 4, 4]
        Assert.True(Noise.MaxDifference(both.narrow(0, 1, 1), second) < 1e-5);
        Assert.True(Noise.MaxDifference(both.narrow(0, 0, 1), second) > 1e-2);
        Assert.Throws<ShapeException>(() => network.forward(x, t, y.narrow(0, 0, 1)));
    }
}
