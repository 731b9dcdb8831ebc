using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Models.Autoencoder;
using FaeRealtime.Models.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Tests.Autoencoder;

public sealed class KlAutoencoderTests : IDisposable
{
    private static readonly KlAutoencoderConfig Small = new() { Width = 32, WidthFactors = [1, 1], Blocks = 1, LatentChannels = 2 };

    private readonly string _folder = Directory.CreateTempSubdirectory("fae-kl-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Load_FileAloneOrOfAWholeStableDiffusion_GivesTheSame()
    {
        using var saved = new KlAutoencoder(Small);
        Noise.Disturb(saved);
        foreach (var layout in KlAutoencoder.Layouts)
        {
            var path = Path.Combine(_folder, $"{layout.Name.Length}.safetensors");
            ModuleCheckpoint.Save(saved, path, layout: layout);
            using var loaded = KlAutoencoder.Load(Small, path);
            Assert.All(loaded.state_dict(), entry => Assert.Equal(0, Noise.MaxDifference(saved.state_dict()[entry.Key], entry.Value)));
        }

        Assert.Throws<KeyMismatchException>(() => KlAutoencoder.Load(Small with { Blocks = 2 }, Path.Combine(_folder, $"{CheckpointLayout.Exact.Name.Length}.safetensors")));
    }

    [Fact]
    public void EncodeAndDecode_OfOddSizes_HalveAndDouble_AndOtherChannelsAreRefused()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var model = new KlAutoencoder(Small);
        Noise.Disturb(model);
        var (mean, logVariance) = model.Encode(zeros(1, 3, 8, 12)); // [1, 2, 4, 6] each
        Assert.Equal([1L, 2, 4, 6], mean.shape);
        Assert.True(logVariance.max().ToSingle() <= 20);
        Assert.Equal([1L, 3, 8, 12], model.Decode(mean).shape);
        Assert.True(Noise.MaxDifference(mean, model.Denormalise(model.Normalise(mean))) < 1e-6);
        Assert.Throws<ShapeException>(() => model.Decode(zeros(1, 3, 4, 6)));
        Assert.Throws<ShapeException>(() => model.Moments(zeros(1, 4, 8, 8)));
    }

    /// <summary>SD3's published autoencoder.</summary>
    [Fact]
    public void Size_OfStableDiffusion3()
    {
        using var model = new KlAutoencoder(KlAutoencoderConfig.StableDiffusion3, new Device(DeviceType.META));
        Assert.Equal(83_819_683, model.parameters().Sum(parameter => parameter.numel()));
    }
}
