using System.Text.Json;
using FaeRealtime.Host.Tests.Exchange;

namespace FaeRealtime.Host.Tests.Commands;

[Collection(AloneTests.Name)]
public sealed class BenchCommandTests : IDisposable
{
    private readonly ModelPlace _place = new();

    [Fact]
    public async Task Bench_WithJson_MeasuresEveryCase()
    {
        var result = await Bench("--steps", "0", "3", "--seconds", "0.5", "--busy", "1", "--json");

        Assert.True(result.ExitCode == 0, result.Error);
        var report = JsonDocument.Parse(result.Output).RootElement;
        Assert.InRange(report.GetProperty("engineOpenMs").GetDouble(), 1, report.GetProperty("firstFrameMs").GetDouble());
        Assert.True(report.GetProperty("peakMemoryBytes").GetInt64() > 10_000_000);
        Assert.Equal(1, report.GetProperty("busy").GetInt32());
        Assert.True(report.GetProperty("peakGflops").GetDouble() > 0);
        var rows = report.GetProperty("cases").EnumerateArray().ToArray();
        Assert.Equal([("decode", 0), ("3 steps", 3)], rows.Select(row => (row.GetProperty("name").GetString()!, row.GetProperty("steps").GetInt32())));
        foreach (var row in rows)
        {
            Assert.True(row.GetProperty("presented").GetInt64() > 1);
            Assert.True(row.GetProperty("presentedFps").GetDouble() > 0);
            Assert.True(row.GetProperty("decodeGflops").GetDouble() > 0);
            Assert.True(row.GetProperty("hostPixelBytes").GetInt64() > 0);
            foreach (var name in (string[])["decodeMs", "shareMs", "presentMs", "latencyMs", "controlMs"])
            {
                var time = row.GetProperty(name);
                Assert.InRange(time.GetProperty("p50").GetDouble(), 1e-6, time.GetProperty("p95").GetDouble());
                Assert.InRange(time.GetProperty("p95").GetDouble(), 0, time.GetProperty("p99").GetDouble());
            }
        }

        Assert.Equal("host", report.GetProperty("sharing").GetString());
        Assert.Contains("host memory", report.GetProperty("sharingReason").GetString(), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, report.GetProperty("check").ValueKind);
        Assert.Equal(JsonValueKind.Null, rows[0].GetProperty("generateGflops").ValueKind);
        Assert.True(rows[1].GetProperty("generateMs").GetProperty("p50").GetDouble() > 0);
    }

    /// <summary>A flow makes latents at once, however many steps are asked for.</summary>
    [Fact]
    public async Task Bench_OfAFlow_IsOneCaseWithoutSteps()
    {
        OfficialNetwork.Create(_place.At("empty"), OfficialNetwork.Model("starflow"));
        var import = await FaeProcess.Run(["import", "--from", _place.At("empty"), "--random", "1", "--out", _place.At("flow")]);
        Assert.True(import.ExitCode == 0, import.Error);

        var bench = await FaeProcess.Run(["bench", "--model", _place.At("flow"), "--steps", "1", "2", "4", "--seconds", "0.3", "--no-gl", "--json"]);
        var info = await FaeProcess.Run(["info", _place.At("flow")]);

        Assert.True(bench.ExitCode == 0, bench.Error);
        var report = JsonDocument.Parse(bench.Output).RootElement;
        Assert.Equal("flow", report.GetProperty("sampler").GetString());
        Assert.Equal("flow", Assert.Single(report.GetProperty("cases").EnumerateArray()).GetProperty("name").GetString());
        Assert.Contains("a flow without steps, guidance", info.Output, StringComparison.Ordinal);
    }

    /// <summary>The default model, whose words need no text encoder.</summary>
    [Fact]
    public async Task Bench_WithPrompts_MeasuresTheFirstPictureAndTheFrames()
    {
        var result = await FaeProcess.Run(["bench", "--steps", "1", "--seconds", "0.3", "--no-gl", "--json", "--prompt", "red hair", "--prompt", "robot"]);

        Assert.True(result.ExitCode == 0, result.Error);
        var prompts = JsonDocument.Parse(result.Output[result.Output.IndexOf('{', StringComparison.Ordinal)..]).RootElement.GetProperty("prompts");
        Assert.Equal(20, prompts.GetProperty("changes").GetInt32());
        Assert.InRange(prompts.GetProperty("firstImageMs").GetProperty("p50").GetDouble(), 0.1, prompts.GetProperty("longestFirstImageMs").GetDouble());
        Assert.InRange(prompts.GetProperty("intervalChangingMs").GetProperty("p50").GetDouble(), 0.1, prompts.GetProperty("longestIntervalChangingMs").GetDouble());
    }

    [Fact]
    public async Task Bench_PromptsThatCannotBe_SayWhy()
    {
        Assert.Contains("knows no words", (await Bench("--prompt", "red", "--prompt", "blue")).Error, StringComparison.Ordinal);
        Assert.Contains("given 1 times", (await FaeProcess.Run(["bench", "--prompt", "red"])).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bench_WithCheck_FindsEveryPictureOnTheScreen()
    {
        var result = await Bench("--steps", "1", "--seconds", "0.1", "--check", "--json");

        Assert.True(result.ExitCode == 0, result.Error);
        var check = JsonDocument.Parse(result.Output).RootElement.GetProperty("check");
        Assert.Equal(12, check.GetProperty("pictures").GetInt32());
        Assert.Equal(0, check.GetProperty("largestDifference").GetInt32());
        Assert.Equal((2000, 0), (check.GetProperty("numbered").GetInt32(), check.GetProperty("misnumbered").GetInt32()));
    }

    [Fact]
    public async Task Bench_WithoutGl_TakesFramesAndDrawsNone()
    {
        var result = await Bench("--steps", "1", "--seconds", "0.2", "--no-gl", "--check", "--json");

        Assert.True(result.ExitCode == 0, result.Error);
        var report = JsonDocument.Parse(result.Output).RootElement;
        Assert.Equal("none", report.GetProperty("gl").GetString());
        Assert.Equal(JsonValueKind.Null, report.GetProperty("check").ValueKind);
        Assert.True(report.GetProperty("cases")[0].GetProperty("presented").GetInt64() > 1);
    }

    [Fact]
    public async Task Bench_BFloat16_SaysSo()
    {
        var result = await Bench("--steps", "1", "--seconds", "0.1", "--engine", "torch", "--precision", "bf16", "--json");

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.EndsWith("bfloat16", JsonDocument.Parse(result.Output).RootElement.GetProperty("engine").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bench_FolderWithoutGenerator_SaysWhatIsMissing()
    {
        File.Delete(_place.ModelFile("generator.safetensors"));

        var result = await Bench("--seconds", "0.1");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("has no generator. Use --steps 0", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--steps", "-1", "--steps is -1; give 0 to 1000.")]
    [InlineData("--precision", "int8", "--precision is 'int8'; give fp32 or bf16.")]
    [InlineData("--precision", "bf16", "--engine cpu computes in fp32")]
    [InlineData("--engine", "gpu", "--engine is 'gpu'; give cpu, gl or torch.")]
    [InlineData("--seconds", "0", "--seconds is 0; give 0.1 to 36000.")]
    public async Task Bench_ValueOutOfRange_NamesTheRange(string option, string value, string message)
    {
        var result = await Bench(option, value);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _place.Dispose();

    private Task<FaeResult> Bench(params string[] more) => FaeProcess.Run(["bench", "--model", _place.Model, "--size", "64", "--threads", "1", .. more]);
}
