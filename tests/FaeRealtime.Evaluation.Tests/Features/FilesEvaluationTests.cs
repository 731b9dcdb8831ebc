using FaeRealtime.Core.Arrays;
using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Errors;
using FaeRealtime.Evaluation.Features;
using FaeRealtime.Evaluation.Tests.Metrics;
using FaeRealtime.Models.Checkpoints;
using TorchSharp;

namespace FaeRealtime.Evaluation.Tests.Features;

public sealed class FilesEvaluationTests : IClassFixture<EvaluatedModel>
{
    private const int Width = 6;
    private readonly EvaluatedModel _model;
    private readonly EvaluationOptions _withoutEncoder;

    public FilesEvaluationTests(EvaluatedModel model) => (_model, _withoutEncoder) = (model, new EvaluationOptions(model.Options.Model));

    [Theory]
    [InlineData(".npz")]
    [InlineData(".npy")]
    [InlineData(".safetensors")]
    public void Run_FeaturesShiftedByOne_IsTheWidth(string extension)
    {
        using var features = RandomFeatures.Normal(50, Width, 1);
        using var shifted = features + 1f;
        var (first, second) = (Write($"a{extension}", features), Write($"b{extension}", shifted));

        var report = Run(new FilesOptions(_withoutEncoder, first, second) { FeaturesOf = "inception" });

        Assert.Equal("FID", report.Distance);
        Assert.Equal(Width, report.Metrics.FrechetDistance, 4);
        Assert.NotNull(report.Metrics.KernelDistance);
    }

    [Fact]
    public void Run_StatisticsOfAdm_GivesDistancesAndNothingElse()
    {
        var (first, second) = (Statistics("ref.npz", 0), Statistics("other.npz", 2));

        var report = Run(new FilesOptions(_withoutEncoder, first, second));

        Assert.Equal(("FD", 4.0 * Width), (report.Distance, Math.Round(report.Metrics.FrechetDistance, 6)));
        Assert.Equal(4.0 * Width, report.Metrics.SpatialFrechetDistance!.Value, 6);
        Assert.Null(report.Metrics.Precision);
    }

    [Fact]
    public void Run_PicturesWithoutEncoder_AsksForIt()
    {
        var path = Pictures("pictures.npz");

        Assert.Equal(nameof(EvaluationOptions.EncoderPath), Assert.Throws<ConfigException>(() => Run(new FilesOptions(_withoutEncoder, path, path))).Subject);
    }

    [Fact]
    public void Run_PicturesAndThemselves_IsZeroAndNamedAfterTheEncoder()
    {
        var path = Pictures("pictures2.npz");

        var report = Run(new FilesOptions(_model.Options, path, path));

        Assert.Equal("FD-small-vit", report.Distance);
        Assert.Equal(0, report.Metrics.FrechetDistance, 6);
    }

    [Fact]
    public void Run_PicturesAgainstFeatures_IsRefused()
    {
        using var features = RandomFeatures.Normal(50, Width, 1);
        var (first, second) = (Pictures("pictures3.npz"), Write("c.npy", features));

        Assert.Contains("not in one space", Assert.Throws<ConfigException>(() => Run(new FilesOptions(_model.Options, first, second))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_OtherWidth_IsRefused()
    {
        using var features = RandomFeatures.Normal(50, Width, 1);
        using var wider = RandomFeatures.Normal(50, Width + 1, 1);
        var (first, second) = (Write("d.npy", features), Write("e.npy", wider));

        Assert.Throws<ShapeException>(() => Run(new FilesOptions(_withoutEncoder, first, second)));
    }

    [Fact]
    public void Run_NothingToCompareInTheFile_SaysWhatIsThere()
    {
        var path = _model.Place.File("labels.npz");
        NpzWriter.Write(path, [NpyArray.Of("labels", [2], [1L, 2L])]);

        Assert.Contains("labels", Assert.Throws<CheckpointException>(() => Run(new FilesOptions(_withoutEncoder, path, path))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_ValuesNotFinite_IsRefused()
    {
        var path = _model.Place.File("nan.npz");
        NpzWriter.Write(path, [NpyArray.Of("features", [2, 2], [1f, 2f, float.NaN, 4f])]);

        Assert.Contains("not finite", Assert.Throws<CheckpointException>(() => Run(new FilesOptions(_withoutEncoder, path, path))).Message, StringComparison.Ordinal);
    }

    private static FilesReport Run(FilesOptions options) => FilesEvaluation.Run(options, null, TimeProvider.System, default);

    private string Write(string name, torch.Tensor features)
    {
        var path = _model.Place.File(name);
        var (shape, values) = (features.shape, TensorExport.Values(features));
        switch (Path.GetExtension(name))
        {
            case ".npz":
                NpzWriter.Write(path, [NpyArray.Of("features", shape, values)]);
                break;
            case ".npy":
                NpzWriter.Write(path, [NpyArray.Of("x", shape, values)]);
                Unpack(path);
                break;
            default:
                SafetensorsWriter.Write(path, [SafetensorsTensor.FromSingle("features", shape, values)]);
                break;
        }

        return path;
    }

    // A .npy is what an archive holds.
    private static void Unpack(string path)
    {
        byte[] bytes;
        using (var archive = System.IO.Compression.ZipFile.OpenRead(path))
        using (var stream = archive.Entries[0].Open())
        using (var copy = new MemoryStream())
        {
            stream.CopyTo(copy);
            bytes = copy.ToArray();
        }

        File.WriteAllBytes(path, bytes);
    }

    private string Statistics(string name, double mean)
    {
        var path = _model.Place.File(name);
        double[] mu = [.. Enumerable.Repeat(mean, Width)];
        double[] sigma = [.. Enumerable.Range(0, Width * Width).Select(i => i / Width == i % Width ? 1.0 : 0.0)];
        NpzWriter.Write(path, [NpyArray.Of("mu", [Width], mu), NpyArray.Of("sigma", [Width, Width], sigma), NpyArray.Of("mu_s", [Width], mu), NpyArray.Of("sigma_s", [Width, Width], sigma)]);
        return path;
    }

    private string Pictures(string name)
    {
        var path = _model.Place.File(name);
        var bytes = new byte[20 * 16 * 16 * 3];
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)(i * 7919 >> 3);
        }

        NpzWriter.Write(path, [new NpyArray("arr_0", TensorDtype.U8, [20, 16, 16, 3], stream => stream.Write(bytes))]);
        return path;
    }
}
