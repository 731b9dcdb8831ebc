using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Models.Generators;
using TorchSharp;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Tests;

public sealed class RandomModelTests : IDisposable
{
    private readonly string path = Directory.CreateTempSubdirectory("fae-random-").FullName;

    public void Dispose() => Directory.Delete(path, recursive: true);

    [Fact]
    public void Create_Folder_LoadsAndAnswersToSeedAndClass()
    {
        var folder = RandomModel.Create(path, SmallNetworks.Model, 5);
        using var model = FaeModel.Load(folder, CPU, ModelParts.All);
        var x = Noise.Normal(1, 1, 4, 3, 3);
        var field = new GeneratorField(model.Generator);

        var one = field.Velocity(x, 0.5, 0, ClassCondition.Of(0), 1);

        Assert.True(Noise.MaxDifference(one, field.Velocity(x, 0.5, 0, ClassCondition.Of(1), 1)) > 0);
        Assert.True(one.abs().max().ToDouble() > 0);
        Assert.Equal("class 4", folder.Classes[^1]);
    }

    [Fact]
    public void Create_SameSeed_SameBytes()
    {
        var first = RandomModel.Create(Path.Combine(path, "a"), SmallNetworks.Model, 5);
        var second = RandomModel.Create(Path.Combine(path, "b"), SmallNetworks.Model, 5);
        var other = RandomModel.Create(Path.Combine(path, "c"), SmallNetworks.Model, 6);

        Assert.Equal(first.Hash, second.Hash);
        Assert.NotEqual(first.Hash, other.Hash);
    }

    [Fact]
    public void Create_PartsAndStorage_AreAsAsked()
    {
        var folder = RandomModel.Create(path, SmallNetworks.Model, 5, TensorDtype.BF16, ModelParts.Generator);

        Assert.False(File.Exists(folder.PixelDecoderPath));
        using var reader = SafetensorsReader.Open(folder.GeneratorPath);
        Assert.Equal(TensorDtype.BF16, reader.Entries["blocks.0.attn.qkv.weight"].Dtype);
    }
}
