using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Models.Checkpoints;
using FaeRealtime.Models.Exchange;
using FaeRealtime.Models.Generators;
using FaeRealtime.Sampling.Conditions;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Tests.Exchange;

public sealed class ModelImportTests : IDisposable
{
    private readonly string _place = Directory.CreateTempSubdirectory("fae-import-").FullName;

    private string Output => At("model");

    public void Dispose() => Directory.Delete(_place, recursive: true);

    [Fact]
    public void Run_FileOfEveryPart_MakesAFolderThatLoads()
    {
        using var pixels = SmallNetworks.PixelDecoder();
        using var features = SmallNetworks.FeatureDecoder();
        var files = new Dictionary<ModelParts, PartFile>
        {
            [ModelParts.Encoder] = Saved(SmallNetworks.Encoder(), "a.safetensors"),
            [ModelParts.FeatureDecoder] = Saved(SmallNetworks.FeatureDecoder(), "b.safetensors"),
            [ModelParts.PixelDecoder] = Saved(SmallNetworks.PixelDecoder(), "c.safetensors"),
            [ModelParts.Generator] = Saved(SmallNetworks.Generator(), "d.safetensors"),
        };

        var parts = Run(Options() with { Files = files, Classes = ["a", "b", "c", "d", "e"] });

        Assert.Equal(ModelNetworks.Parts(SmallNetworks.Model), parts.Select(part => part.Part));
        var folder = ModelFolder.Open(Output);
        Assert.Equal("c", folder.Classes[2]);
        using var model = FaeModel.Load(folder, CPU, ModelParts.All);
        var z = Noise.Normal(1, 1, 4, 3, 3);
        Assert.Equal(0, Noise.MaxDifference(pixels.forward(features.forward(z)), model.Decode(z)));
        Assert.False(Directory.Exists($"{Output}.partial"));
    }

    [Fact]
    public void Run_GeneratorInADataParallelWrapperWithAnOptimiser_IsRead()
    {
        using var generator = SmallNetworks.Generator();
        var tensors = generator.state_dict().Where(entry => entry.Key != "pos_embed")
            .Select(entry => SafetensorsTensor.FromSingle($"ema.module.{entry.Key}", entry.Value.shape, Noise.Values(entry.Value)))
            .Append(SafetensorsTensor.FromSingle("opt.state.0", [1], [1f]))
            .Append(SafetensorsTensor.FromSingle("ema.module.projectors.0.0.weight", [1], [1f]))
            .ToList();
        SafetensorsWriter.Write(At("g.safetensors"), tensors);

        var part = Assert.Single(Run(Options() with { Files = Generator("g.safetensors") }));

        Assert.Equal(["ema.module.projectors.0.0.weight", "opt.state.0"], part.Ignored);
        using var model = FaeModel.Load(ModelFolder.Open(Output), CPU, ModelParts.Generator);
        Assert.Equal(0, Noise.MaxDifference(generator.state_dict()["pos_embed"], model.Generator.state_dict()["pos_embed"]));
        Assert.Equal(0, Noise.MaxDifference(generator.state_dict()["blocks.1.attn.qkv.weight"], model.Generator.state_dict()["blocks.1.attn.qkv.weight"]));
    }

    [Fact]
    public void Run_FileOfAnotherSize_ReportsEveryKeyAndWritesNothing()
    {
        Saved(SmallNetworks.Generator(SmallNetworks.Generation with { Width = 48, Depth = 3 }), "wide.safetensors");

        var failure = Assert.Throws<KeyMismatchException>(() => Run(Options() with { Files = Generator("wide.safetensors"), RandomSeed = 1 }));

        Assert.Empty(failure.Report.Missing);
        Assert.All(failure.Report.Unexpected, key => Assert.StartsWith("blocks.2.", key, StringComparison.Ordinal));
        Assert.Contains(failure.Report.Mismatched, mismatch => mismatch.FileKey == "blocks.0.attn.qkv.weight" && mismatch.Found[0] == 144 && mismatch.Needed[0] == 96);
        Assert.Equal(["wide.safetensors"], Directory.EnumerateFileSystemEntries(_place).Select(Path.GetFileName));
    }

    [Fact]
    public void Run_OutputThatHoldsSomething_IsRefusedUntouched()
    {
        Directory.CreateDirectory(Output);
        File.WriteAllText(Path.Combine(Output, "mine.txt"), "kept");

        Assert.Contains("already there", Assert.Throws<ConfigException>(() => Run(Options() with { RandomSeed = 1 })).Message, StringComparison.Ordinal);

        Assert.Equal("kept", File.ReadAllText(Path.Combine(Output, "mine.txt")));
    }

    [Fact]
    public void Run_NothingGiven_SaysWhatCouldBe() =>
        Assert.Contains("nothing to import", Assert.Throws<ConfigException>(() => Run(Options())).Message, StringComparison.Ordinal);

    [Fact]
    public void Run_RandomSeed_FillsWhatIsMissingAndDependsOnIt()
    {
        var first = Run(Options() with { RandomSeed = 1 });
        Run(Options() with { RandomSeed = 2, Output = At("other") });
        Run(Options() with { RandomSeed = 1, Output = At("again") });

        Assert.Equal(4, first.Count);
        foreach (var file in ModelNetworks.Parts(SmallNetworks.Model).Select(ModelNetworks.FileOf))
        {
            Assert.Equal(File.ReadAllBytes(At($"model/{file}")), File.ReadAllBytes(At($"again/{file}")));
            Assert.NotEqual(File.ReadAllBytes(At($"model/{file}")), File.ReadAllBytes(At($"other/{file}")));
        }
    }

    [Fact]
    public void Run_FromAnotherModel_KeepsItsOtherPartsByteForByte()
    {
        Run(Options() with { RandomSeed = 1, Output = At("base"), Storage = WeightStorage.F16 });
        Saved(SmallNetworks.Generator(), "g.safetensors");
        var model = ModelFolder.Open(At("base"));
        new ModelDirections([new Direction { Name = "smile", Kind = DirectionKind.Feature, Vector = "smile" }], [new float[ModelDirections.Length(model.Config, DirectionKind.Feature)]]).Save(model);

        Run(Options() with { BasePath = At("base"), Files = Generator("g.safetensors") });

        Assert.Equal("smile", Assert.Single(ModelDirections.Of(ModelFolder.Open(Output))!.All).Name);

        Assert.Equal(File.ReadAllBytes(At("base/pixel-decoder.safetensors")), File.ReadAllBytes(At("model/pixel-decoder.safetensors")));
        Assert.NotEqual(File.ReadAllBytes(At("base/generator.safetensors")), File.ReadAllBytes(At("model/generator.safetensors")));
    }

    [Theory]
    [InlineData("g.safetensors")]
    [InlineData("g.pt")]
    public void Run_FileThatRecordsItsTime_IsTakenInThatDirectionAndNoOther(string name)
    {
        Saved(SmallNetworks.Generator(SmallNetworks.Generation with { Time = TimeDirection.DataAtOne }), name);

        Run(Options() with { Files = Generator(name) });

        Assert.Equal(TimeDirection.DataAtOne, ModelFolder.Open(Output).Config.Generator.Time);
        var failure = Assert.Throws<ConfigException>(() => Run(Options() with { Files = Generator(name), Time = TimeDirection.NoiseAtOne, Output = At("other") }));
        Assert.Contains("records that it is data-at-one", failure.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(At("other")));
    }

    [Fact]
    public void Run_ForeignFileOfUnknownTime_IsRefusedUntilItIsSaid()
    {
        using var generator = SmallNetworks.Generator();
        SafetensorsWriter.Write(At("g.safetensors"), [.. generator.state_dict().Select(entry => SafetensorsTensor.FromSingle(entry.Key, entry.Value.shape, Noise.Values(entry.Value)))]);
        Run(Options() with { RandomSeed = 1, Output = At("base") });
        var samples = new SampleLatents(2, 4, 3, Noise.Values(Noise.Normal(3, 2, 4, 3, 3)), [0, 1], ["a", "b"]);
        samples.Save(ModelFolder.Open(At("base")).SamplesPath);

        var nothing = Assert.Throws<ConfigException>(() => Run(Options() with { Files = Generator("g.safetensors") }));
        var untrained = Assert.Throws<ConfigException>(() => Run(Options() with { Files = Generator("g.safetensors"), BasePath = At("base") }));

        Assert.Contains("no latents of real pictures", nothing.Message, StringComparison.Ordinal);
        Assert.Contains("as wrong in one direction", untrained.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Output));
        Run(Options() with { Files = Generator("g.safetensors"), Time = TimeDirection.DataAtOne });
        Assert.Equal(TimeDirection.DataAtOne, ModelFolder.Open(Output).Config.Generator.Time);
    }

    [Fact]
    public void Run_StudentOfTheBaseModel_TurnsWithTheNewGenerator()
    {
        var config = SmallNetworks.Model with { FewStep = new FewStepConfig() };
        Run(Options() with { Config = config, RandomSeed = 1, Output = At("base") });
        Saved(SmallNetworks.Generator(SmallNetworks.Generation with { Time = TimeDirection.DataAtOne }), "g.safetensors");

        Run(Options() with { Config = config, BasePath = At("base"), Files = Generator("g.safetensors") });

        var (x, condition) = (Noise.Normal(1, 2, 4, 3, 3), ClassCondition.Of(2));
        using var before = FaeModel.Load(ModelFolder.Open(At("base")), CPU, ModelParts.FewStep);
        using var after = FaeModel.Load(ModelFolder.Open(Output), CPU, ModelParts.FewStep);
        var (was, now) = (new GeneratorField((LightningDiT)before.FewStep).Velocity(x, 0.7, 0.2, condition, 1), new GeneratorField((LightningDiT)after.FewStep).Velocity(x, 0.7, 0.2, condition, 1));
        Assert.Equal(TimeDirection.DataAtOne, after.FewStep.GeneratorConfig.Time);
        Assert.True(Noise.MaxDifference(was, now) < 1e-5);
    }

    [Fact]
    public void Run_LatentStatistics_ComeFromTheirFile()
    {
        SafetensorsWriter.Write(At("stats.safetensors"), [SafetensorsTensor.FromSingle("mean", [1, 4, 1, 1], [1, 2, 3, 4]), SafetensorsTensor.FromSingle("std", [1, 4, 1, 1], [5, 6, 7, 8])]);
        SafetensorsWriter.Write(At("three.safetensors"), [SafetensorsTensor.FromSingle("mean", [3], [1, 2, 3]), SafetensorsTensor.FromSingle("std", [3], [5, 6, 7])]);

        Run(Options() with { RandomSeed = 1, LatentStatisticsPath = At("stats.safetensors") });

        Assert.Equal([5, 6, 7, 8], ModelFolder.Open(Output).Config.Latent.Std);
        var failure = Assert.Throws<CheckpointException>(() => Run(Options() with { RandomSeed = 1, Output = At("two"), LatentStatisticsPath = At("three.safetensors") }));
        Assert.Contains("4 channels", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_FrozenEncodersWeights_AreCheckedAndRememberedByTheirHash()
    {
        Saved(SmallNetworks.Vit(), "vit.safetensors");
        Saved(SmallNetworks.Vit(SmallNetworks.Vision with { Depth = 4 }), "deep.safetensors");

        Run(Options() with { RandomSeed = 1, EncoderPath = At("vit.safetensors") });

        Assert.Equal(64, ModelFolder.Open(Output).Config.Encoder.Sha256!.Length);
        Assert.Throws<KeyMismatchException>(() => Run(Options() with { RandomSeed = 1, Output = At("two"), EncoderPath = At("deep.safetensors") }));
    }

    [Fact]
    public void Run_Cancelled_LeavesNothing()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        Assert.Throws<OperationCanceledException>(() => ModelImport.Run(Options() with { RandomSeed = 1 }, null, cancelled.Token));

        Assert.Empty(Directory.EnumerateFileSystemEntries(_place));
    }

    [Theory]
    [InlineData("weights.pt", "weights.pt", null)]
    [InlineData("weights.pt#ema", "weights.pt", "ema")]
    [InlineData("a#b/weights.pt#model.net", "a#b/weights.pt", "model.net")]
    public void Parse_FileAndPart_AreToldApart(string text, string path, string? part) => Assert.Equal(new PartFile(path, part), PartFile.Parse(text));

    private static IReadOnlyList<ImportedPart> Run(ImportOptions options) => ModelImport.Run(options, null, CancellationToken.None);

    private ImportOptions Options() => new() { Config = SmallNetworks.Model with { Generator = SmallNetworks.Generation }, Output = Output };

    private Dictionary<ModelParts, PartFile> Generator(string name) => new() { [ModelParts.Generator] = new PartFile(At(name)) };

    private PartFile Saved(nn.Module network, string name)
    {
        using (network)
        {
            ModuleCheckpoint.Save(network, At(name));
        }

        return new PartFile(At(name));
    }

    private string At(string name) => Path.Combine(_place, name);
}
