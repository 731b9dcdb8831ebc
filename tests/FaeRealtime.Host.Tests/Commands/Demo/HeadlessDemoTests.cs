using System.Text.Json;

namespace FaeRealtime.Host.Tests.Commands.Demo;

/// <summary>The demo without a display, end to end: model, engine, texture, file.</summary>
public sealed class HeadlessDemoTests : IDisposable
{
    private readonly ModelPlace _place = new();

    [Theory]
    [InlineData("morph")]
    [InlineData("walk")]
    [InlineData("samples")]
    public async Task Demo_SameSeedTwice_WritesTheSameBytes(string mode)
    {
        var first = await Walk(mode, "17");
        var again = await Walk(mode, "17");
        var other = await Walk(mode, "18");
        Assert.Equal(first, again);
        Assert.NotEqual(first, other);
    }

    [Fact]
    public async Task Demo_WithJson_ReportsWhatItMeasured()
    {
        var result = await FaeProcess.Run(_place.Demo("--json", "--live-seconds", "1"));
        Assert.True(result.ExitCode == 0, result.Error);
        var report = JsonDocument.Parse(result.Output).RootElement;
        Assert.Equal("live", report.GetProperty("measured").GetString());
        Assert.True(report.GetProperty("presentedFps").GetDouble() > 0);
        Assert.NotEmpty(report.GetProperty("modelHash").GetString()!);
        Assert.True(report.GetProperty("dropped").GetInt64() >= 0);
        foreach (var name in (string[])["generateMs", "decodeMs", "uploadMs", "presentMs"])
        {
            var time = report.GetProperty(name);
            Assert.InRange(time.GetProperty("p50").GetDouble(), 0, time.GetProperty("p99").GetDouble());
        }

        Assert.True(report.GetProperty("neighbourDifference").GetDouble() > 0);
        Assert.True(report.GetProperty("distantDifference").GetDouble() > 2 * report.GetProperty("neighbourDifference").GetDouble());
    }

    public void Dispose() => _place.Dispose();

    private async Task<byte[]> Walk(string mode, string seed)
    {
        var result = await FaeProcess.Run(_place.Demo("--mode", mode, "--seed", seed, "--live-seconds", "0"));
        Assert.True(result.ExitCode == 0, result.Error);
        return [.. File.ReadAllBytes(_place.Out), .. File.ReadAllBytes(_place.At("walk.png"))];
    }
}
