using System.Text.Json;
using FaeRealtime.Live.Tests;

namespace FaeRealtime.Host.Tests.Commands;

public sealed class DoctorCommandTests : IDisposable
{
    private const string Nowhere = "/nowhere";
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Doctor_OfAMachineThatShows_ExitsZeroAndNamesWhatItFound()
    {
        var run = await FaeProcess.Run(["doctor", "--json"], ("FAE_CONTENT", Content()));
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        var report = JsonDocument.Parse(run.Output).RootElement;
        Assert.True(report.GetProperty("live").GetBoolean());
        var findings = Findings(report);
        Assert.All(new[] { "machine", "cpu engine", "default model", "headless OpenGL", "libtorch", "TorchSharp", "libstdc++", "image codecs" }, name => Assert.True(findings[name].GetProperty("found").GetBoolean(), name));
        var facts = findings["libtorch"].GetProperty("facts").GetString();
        Assert.StartsWith("2.10.0, ", facts, StringComparison.Ordinal);
        Assert.Contains("libtorch_cpu.so", facts, StringComparison.Ordinal);

        // The shim is mended exactly where the system's C++ library is too old for it.
        var old = findings["libstdc++"].GetProperty("facts").GetString()!.StartsWith("lacks GLIBCXX_3.4.32: /", StringComparison.Ordinal);
        Assert.Contains(old ? "mended for an older libstdc++" : "as its package brings it", findings["TorchSharp"].GetProperty("facts").GetString(), StringComparison.Ordinal);
        Assert.Contains("libLibTorchSharp.so", findings["TorchSharp"].GetProperty("facts").GetString(), StringComparison.Ordinal);

        Assert.Matches(@"^ImageSharp 2\.1\.\d+ writes, SkiaSharp 4\.\d+\.\d+ \(native [\d.]+\) reads: /.+libSkiaSharp\.so$", findings["image codecs"].GetProperty("facts").GetString());

        // The tests have no display.
        Assert.False(findings["window"].GetProperty("found").GetBoolean());
        Assert.Contains("DISPLAY", findings["window"].GetProperty("facts").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_PiecesHidden_TellsWhatTheyCostAndStaysWell()
    {
        var run = await FaeProcess.Run(["doctor", "--json"], ("FAE_CONTENT", Content()), ("FAE_LIBTORCH", Nowhere), ("PATH", Nowhere), ("DISPLAY", ":7777"));
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        var findings = Findings(JsonDocument.Parse(run.Output).RootElement);
        Assert.All(new[] { "libtorch", "TorchSharp", "window", "ffmpeg", "npm", "text encoder" }, piece => AssertMissing(findings[piece]));
        Assert.Contains(":7777", findings["window"].GetProperty("facts").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_NothingToShow_ExitsThree()
    {
        var run = await FaeProcess.Run(["doctor", "--json"], ("FAE_CONTENT", Nowhere), ("FAE_LIBTORCH", Nowhere));
        Assert.True(run.ExitCode == 3, run.Output + run.Error);
        AssertMissing(Findings(JsonDocument.Parse(run.Output).RootElement)["default model"]);
    }

    [Fact]
    public async Task Doctor_EverythingHidden_PrintsEveryPieceAndOneVerdict()
    {
        var run = await FaeProcess.Run(
            ["doctor"],
            ("FAE_CONTENT", Content()), ("FAE_LIBTORCH", Nowhere), ("__EGL_VENDOR_LIBRARY_DIRS", Nowhere), ("PATH", string.Empty), ("DISPLAY", ":7777"));
        Assert.True(run.ExitCode == 3, run.Output + run.Error);
        Assert.Equal(string.Empty, run.Error);
        var lines = run.Output.Split('\n');
        Assert.True(lines.Count(line => line.StartsWith("missing", StringComparison.Ordinal)) >= 6, run.Output);
        Assert.Equal(lines.Count(line => line.StartsWith("missing", StringComparison.Ordinal)), lines.Count(line => line.TrimStart().StartsWith("without it:", StringComparison.Ordinal)));
        Assert.Contains("Live viewing does not work: there is neither a window nor headless OpenGL.", run.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static Dictionary<string, JsonElement> Findings(JsonElement report) =>
        report.GetProperty("findings").EnumerateArray().ToDictionary(finding => finding.GetProperty("name").GetString()!);

    private static void AssertMissing(JsonElement finding)
    {
        Assert.False(finding.GetProperty("found").GetBoolean());
        Assert.NotEmpty(finding.GetProperty("facts").GetString()!);
        Assert.NotEmpty(finding.GetProperty("costs").GetString()!);
        Assert.NotEmpty(finding.GetProperty("command").GetString()!);
    }

    private string Content()
    {
        TestModel.Create(_folder.At("content/default"));
        return _folder.At("content");
    }
}
