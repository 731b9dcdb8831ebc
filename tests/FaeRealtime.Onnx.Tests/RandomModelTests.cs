using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Config;
using FaeRealtime.Models.Checkpoints;

namespace FaeRealtime.Onnx.Tests;

/// <summary>Graphs of small models whose every size and flag is drawn, beside the CPU engine.</summary>
public sealed class RandomModelTests : IDisposable
{
    private const double Tolerance = 1e-5;
    private const int Models = 24;

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<int> Seeds => new(Enumerable.Range(0, Models));

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Graphs_OfARandomModel_AgreeWithTheCpuEngine(int seed) => Compare(RandomConfig.Of((ulong)seed));

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Graphs_OfARandomTextToImageModel_AgreeWithTheCpuEngine(int seed)
    {
        var (generator, latent) = RandomConfig.TextToImage((ulong)seed);
        var config = RandomConfig.Of((ulong)seed);
        Compare(config with
        {
            Encoder = config.Encoder with { InputSize = latent.Side * config.Encoder.PatchSize, PretrainedGrid = latent.Side },
            Latent = latent,
            PixelDecoder = config.PixelDecoder with { ImageSize = latent.Side * (config.PixelDecoder.ImageSize / config.Latent.Side) },
            Generator = generator,
            Sampling = new SamplingConfig(),
            FewStep = new FewStepConfig(),
        });
    }

    /// <summary>Where the model's own matrices are halves, graphs of halves lose nothing.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(11)]
    public void Graphs_OfHalves_OfAModelOfHalves_AgreeAsWell(int seed)
    {
        var folder = RandomModel.Create(Path.Combine(_folder.Path, "model"), RandomConfig.Of((ulong)seed), WeightStorage.F16);
        var (halves, singles) = (Path.Combine(_folder.Path, "halves"), Path.Combine(_folder.Path, "singles"));
        OnnxExport.Write(folder, halves, new OnnxExportOptions { Storage = TensorDtype.F16 });
        OnnxExport.Write(folder, singles, new OnnxExportOptions());

        new Twins(folder, halves, Tolerance).Compare();
        Assert.All(Directory.GetFiles(halves, "*.onnx"), file => Assert.True(new FileInfo(file).Length < new FileInfo(Path.Combine(singles, Path.GetFileName(file))).Length, file));
    }

    /// <summary>A fixed batch is in the files, and the numbers are the same.</summary>
    [Fact]
    public void Graphs_OfAFixedBatch_SaySo()
    {
        var folder = RandomModel.Create(Path.Combine(_folder.Path, "model"), RandomConfig.Of(4));
        OnnxExport.Write(folder, Path.Combine(_folder.Path, "any"), new OnnxExportOptions { Networks = ["feature-decoder"] });
        OnnxExport.Write(folder, Path.Combine(_folder.Path, "two"), new OnnxExportOptions { Networks = ["feature-decoder"], Batch = 2 });
        using var any = new GraphSession(Path.Combine(_folder.Path, "any", "feature-decoder.onnx"));
        using var two = new GraphSession(Path.Combine(_folder.Path, "two", "feature-decoder.onnx"));

        Assert.All(any.Ports, port => Assert.Contains("[-1,", port, StringComparison.Ordinal));
        Assert.All(two.Ports, port => Assert.Contains("[2,", port, StringComparison.Ordinal));
        var z = Numbers.Normal(1, 2 * folder.Config.Latent.Channels * folder.Config.Latent.Side * folder.Config.Latent.Side);
        Assert.Equal(any.Run(2, ("latent", z))[0], two.Run(2, ("latent", z))[0]);
    }

    public void Dispose() => _folder.Dispose();

    private void Compare(ModelConfig config)
    {
        var (folder, graphs) = (RandomModel.Create(Path.Combine(_folder.Path, "model"), config), Path.Combine(_folder.Path, "onnx"));
        OnnxExport.Write(folder, graphs, new OnnxExportOptions());
        new Twins(folder, graphs, Tolerance).Compare();
    }
}
