using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Checkpoints.Formats;
using FaeRealtime.Core.Errors;
using FaeRealtime.Models.Autoencoder;
using FaeRealtime.Models.Checkpoints;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Tests.Autoencoder;

public sealed class RaeDecoderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fae-rae-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Decode_Statistics_AreAppliedPerChannelAndPositionAndUndoneInThePicture()
    {
        using var decoder = SmallNetworks.PixelDecoder(config: SmallNetworks.RaePixels);
        var (mean, variance, latent) = (Noise.Normal(1, 48, 3, 3), Noise.Normal(2, 48, 3, 3).square(), Noise.Normal(3, 1, 48, 3, 3));
        using var statistics = new RaeStatistics(mean, variance) { ImageMean = [0.1, 0.2, 0.3], ImageStd = [2, 3, 4] };

        var actual = new RaeDecoder(decoder, statistics).Decode(latent);

        var z = (latent * (variance + 1e-5).sqrt()) + mean;
        var picture = decoder.forward(z.flatten(2).transpose(1, 2)); // [1, 3, 12, 12]
        Assert.True(Noise.MaxDifference((picture.narrow(1, 1, 1) * 3) + 0.2, actual.narrow(1, 1, 1)) < 1e-5);
    }

    [Fact]
    public void Decode_OtherGridThanTheStatistics_IsAShapeError()
    {
        using var decoder = SmallNetworks.PixelDecoder(config: SmallNetworks.RaePixels);
        using var statistics = new RaeStatistics(null, ones([48, 3, 3]));

        Assert.Throws<ShapeException>(() => new RaeDecoder(decoder, statistics).Decode(zeros([1, 48, 4, 4])));
    }

    [Fact]
    public void Load_VarianceAlone_HasNoMean()
    {
        var path = Path.Combine(_folder, "stat.safetensors");
        SafetensorsWriter.Write(path, [SafetensorsTensor.FromSingle("var", [2, 1, 1], [4, 9])]);

        using var statistics = RaeStatistics.Load(path);

        Assert.Null(statistics.Mean);
        Assert.Equal([4f, 9f], Noise.Values(statistics.Variance!));
    }

    [Fact]
    public void Save_RaeLayout_GivesTheOfficialKeysAndLoadsAgain()
    {
        using var saved = SmallNetworks.PixelDecoder(config: SmallNetworks.RaePixels);
        Noise.Disturb(saved);
        var path = Path.Combine(_folder, "rae.safetensors");
        ModuleCheckpoint.Save(saved, path, layout: PixelDecoderLayouts.Rae);
        using var loaded = SmallNetworks.PixelDecoder(seed: 9, SmallNetworks.RaePixels);

        using var checkpoint = CheckpointFile.Open(path);
        ModuleCheckpoint.Load(loaded, checkpoint, PixelDecoderLayouts.All);

        var expected = saved.state_dict();
        Assert.All(loaded.state_dict(), entry => Assert.Equal(0, Noise.MaxDifference(expected[entry.Key], entry.Value)));
        Assert.Equal([32L, 32L], checkpoint.Entry("decoder_layers.1.attention.attention.query.weight").Shape);
        Assert.Equal([1L, 10L, 32L], checkpoint.Entry("decoder_pos_embed").Shape);
        Assert.True(checkpoint.Entries.ContainsKey("trainable_cls_token"));
    }
}
