using System.Text.Json;
using FaeRealtime.Core.Arrays;
using FaeRealtime.Core.Noise;
using FaeRealtime.Live.Tests;

namespace FaeRealtime.Host.Tests.Commands;

public sealed class EvalCommandTests : IDisposable
{
    private const int Width = 4;
    private readonly TemporaryFolder _folder = new();

    public EvalCommandTests() => TestModel.Create(_folder.At("model"));

    [Fact]
    public async Task Files_Features_PrintsATableAndJson()
    {
        var (first, second) = (Features("a.npz", 1), Features("b.npz", 2));

        var table = await Eval("files", first, second, "--features-of", "inception");
        var json = await Eval("files", first, second, "--features-of", "inception", "--json");

        Assert.True(table.ExitCode == 0, table.Error);
        Assert.Contains("FID", table.Output, StringComparison.Ordinal);
        var report = JsonDocument.Parse(json.Output).RootElement;
        Assert.Equal("FID", report.GetProperty("distance").GetString());
        Assert.True(report.GetProperty("metrics").GetProperty("frechetDistance").GetDouble() > 0);
    }

    [Fact]
    public async Task Files_CutOff_ExitsTwoAndNamesIt()
    {
        var path = Features("a.npz", 1);
        await File.WriteAllBytesAsync(path, (await File.ReadAllBytesAsync(path))[..100]);

        (await Eval("files", path, path)).AssertRefused(2, "a.npz");
    }

    [Theory]
    [InlineData("(--encoder FILE)", "generation")]
    [InlineData("(--encoder FILE)", "reconstruction")]
    [InlineData("(--encoder FILE)", "understanding")]
    [InlineData("(--encoder FILE)", "attributes")]
    [InlineData("--targets has 'glasses'", "attributes", "--targets", "glasses")]
    [InlineData("--blocks has 'last'", "attributes", "--blocks", "1,last")]
    [InlineData("--train-count 10 or more", "attributes", "--train-count", "3")]
    [InlineData("Samplers are 'teacher'", "generation", "--samplers", "teacher")]
    [InlineData("--count is 3", "generation", "--count", "3")]
    [InlineData("--pooling is 'max'", "generation", "--pooling", "max")]
    [InlineData("--threads is -1", "generation", "--threads", "-1")]
    [InlineData("Near to it: 'siglip2-large-patch16-256'", "retrieval", "--text-encoder", "siglip2-large-patch16-265")]
    [InlineData("needs model.safetensors", "retrieval", "--text-encoder", "absent", "--text-encoder-name", "siglip-base-patch16-224")]
    [InlineData("--patch is 'x'", "patches", "a.png", "--patch", "x")]
    public async Task Eval_WrongValue_ExitsTwo(string mentions, params string[] arguments) => (await Eval(arguments)).AssertRefused(2, mentions);

    public void Dispose() => _folder.Dispose();

    private Task<FaeResult> Eval(params string[] arguments) => FaeProcess.RunIn(_folder.Path, ["eval", .. arguments, "--model", _folder.At("model")]);

    private string Features(string name, ulong seed)
    {
        var values = new float[20 * Width];
        PhiloxNoise.FillNormal(seed, 0, 0, values);
        NpzWriter.Write(_folder.At(name), [NpyArray.Of("features", [20, Width], values)]);
        return _folder.At(name);
    }
}
