using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Models.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Tests;

public sealed class FaeModelTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"fae-model-{Guid.NewGuid():N}");

    public void Dispose() => Directory.Delete(_path, recursive: true);

    [Fact]
    public void Load_WholeFolder_DecodesLikeTheNetworksThatWereSaved()
    {
        var folder = Folder();
        using var features = SmallNetworks.FeatureDecoder();
        using var pixels = SmallNetworks.PixelDecoder();
        var z = Noise.Normal(1, 2, 4, 3, 3);

        using var model = FaeModel.Load(folder, CPU, ModelParts.All);

        Assert.Equal(0, Noise.MaxDifference(pixels.forward(features.forward(z)), model.Decode(z)));
        Assert.Equal(7, model.Features.Mean[0].ToDouble());
        Assert.All(model.Generator.parameters(), parameter => Assert.False(parameter.requires_grad));
    }

    [Fact]
    public void Normalise_ThenDenormalise_GivesTheLatentBackByTheConfigsStatistics()
    {
        using var model = FaeModel.Load(Folder(), CPU, ModelParts.None);
        var z = Noise.Normal(2, 2, 4, 3, 3);

        var normalised = model.Normalise(z);

        Assert.Equal((z[1, 3, 2, 2].ToDouble() - 2) / 3, normalised[1, 3, 2, 2].ToDouble(), 1e-5);
        Assert.True(Noise.MaxDifference(z, model.Denormalise(normalised)) < 1e-5);
        Assert.Throws<ShapeException>(() => model.Normalise(zeros([1, 5, 3, 3])));
    }

    [Fact]
    public void Load_MissingFile_NamesIt()
    {
        var folder = Folder();
        File.Delete(folder.PixelDecoderPath);

        var failure = Assert.Throws<CheckpointException>(() => FaeModel.Load(folder, CPU, ModelParts.Decoders));

        Assert.Contains(folder.PixelDecoderPath, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Part_ThatWasNotLoaded_SaysSo()
    {
        using var model = FaeModel.Load(Folder(), CPU, ModelParts.FeatureDecoder);

        Assert.Contains("PixelDecoder", Assert.Throws<InvalidOperationException>(() => model.Decode(zeros([1, 4, 3, 3]))).Message, StringComparison.Ordinal);
    }

    private ModelFolder Folder()
    {
        var folder = ModelFolder.Create(_path, SmallNetworks.Model, ["a", "b", "c", "d", "e"]);
        using var encoder = SmallNetworks.Encoder();
        encoder.Features.Assign(full([SmallNetworks.FeatureWidth], 7f), ones([SmallNetworks.FeatureWidth]));
        ModuleCheckpoint.Save(encoder, folder.EncoderPath);
        ModuleCheckpoint.Save(SmallNetworks.FeatureDecoder(), folder.FeatureDecoderPath);
        ModuleCheckpoint.Save(SmallNetworks.PixelDecoder(), folder.PixelDecoderPath);
        ModuleCheckpoint.Save(SmallNetworks.Generator(), folder.GeneratorPath);
        return folder;
    }
}
