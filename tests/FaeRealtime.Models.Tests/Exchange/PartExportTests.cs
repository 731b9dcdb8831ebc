using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Models.Exchange;
using FaeRealtime.Models.Generators;
using FaeRealtime.Sampling.Conditions;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Tests.Exchange;

public sealed class PartExportTests : IDisposable
{
    private readonly string _place = Directory.CreateTempSubdirectory("fae-export-").FullName;

    public void Dispose() => Directory.Delete(_place, recursive: true);

    [Theory]
    [InlineData("g.safetensors")]
    [InlineData("g.pt")]
    public void Write_GeneratorOfTheOtherDirection_SamplesTheSameOnceImported(string name)
    {
        var ours = Model("ours", SmallNetworks.Model);

        PartExport.Write(new ExportedPart(ours, ModelParts.Generator, At(name)) { Time = TimeDirection.DataAtOne });
        ModelImport.Run(new ImportOptions { Config = SmallNetworks.Model, Output = At("theirs"), Files = new Dictionary<ModelParts, PartFile> { [ModelParts.Generator] = new(At(name)) } }, null, CancellationToken.None);

        var x = Noise.Normal(1, 2, 4, 3, 3);
        Assert.True(Noise.MaxDifference(Velocity(ours, x), Velocity(ModelFolder.Open(At("theirs")), x)) < 1e-5);
    }

    [Fact]
    public void Write_AsItIs_KeepsTheWeights()
    {
        var model = Model("model", SmallNetworks.Model);

        PartExport.Write(new ExportedPart(model, ModelParts.Generator, At("g.safetensors")) { Time = TimeDirection.NoiseAtOne });

        Assert.Equal(File.ReadAllBytes(model.GeneratorPath), File.ReadAllBytes(At("g.safetensors")));
    }

    [Fact]
    public void Write_TimeOfADecoder_IsRefused()
    {
        var model = Model("model", SmallNetworks.Model);

        Assert.Throws<ConfigException>(() => PartExport.Write(new ExportedPart(model, ModelParts.PixelDecoder, At("p.pt")) { Time = TimeDirection.DataAtOne }));
    }

    private ModelFolder Model(string name, ModelConfig config)
    {
        ModelImport.Run(new ImportOptions { Config = config, Output = At(name), RandomSeed = 5 }, null, CancellationToken.None);
        return ModelFolder.Open(At(name));
    }

    private static Tensor Velocity(ModelFolder folder, Tensor x)
    {
        using var model = FaeModel.Load(folder, CPU, ModelParts.Generator);
        return new GeneratorField((LightningDiT)model.Generator).Velocity(x, 0.3, 0, ClassCondition.Of(2), 2);
    }

    private string At(string name) => Path.Combine(_place, name);
}
