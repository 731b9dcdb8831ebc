using System.Diagnostics;
using FaeRealtime.Host.CommandLine;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Live.Recording;
using FaeRealtime.Live.Tests;

namespace FaeRealtime.Host.Tests.Commands.Live;

/// <summary>A session that begins with a file, or where the last one ended. Without a display it is served.</summary>
[Collection(AloneTests.Name)]
public sealed class LiveFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public LiveFileTests() => TestModel.Create(_folder.At("a model"));

    [Fact]
    public async Task Live_OfAFile_BeginsAsItSays()
    {
        // Made by the model, which is found by its hash though nothing names its folder.
        Succeeded(await FaeProcess.RunIn(_folder.Path, ["images", "a model", "--seeds", "42", "--steps", "3", "--out", "p.png"]));
        Assert.Contains("\"seed\":42", await Shown("p.png"), StringComparison.Ordinal);
        Assert.Contains("\"steps\":3", await Shown("p.png"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Live_ThatEnds_SaysWhatWasSavedAndGoesOnWithContinue()
    {
        var presets = _folder.At("presets");
        var (said, _) = await Served(["live", "a model", "--http-port", "0", "--presets", presets, "--out", "out"], async page =>
        {
            using var client = new HttpClient { BaseAddress = page };
            using var change = await client.PostAsync(new Uri("api/v1/session/parameters", UriKind.Relative), new StringContent("""{"source":{"speed":0.625},"tempo":{"bpm":97}}"""));
            Assert.True(change.IsSuccessStatusCode);
            using var picture = await client.PostAsync(new Uri("api/v1/session/capture", UriKind.Relative), null);
        });
        Assert.Contains("fae live --continue", said, StringComparison.Ordinal);
        Assert.Contains($"saved in {_folder.At("out")}: fae-", said, StringComparison.Ordinal);
        Assert.Empty(new PresetFolder(presets).Names);

        var (_, now) = await Served(["live", "--continue", "--http-port", "0", "--presets", presets], page => Task.CompletedTask);
        Assert.Contains("\"speed\":0.625", now, StringComparison.Ordinal);
        Assert.Contains("\"bpm\":97", now, StringComparison.Ordinal);
        Assert.True(SessionRecording.Load(Path.Combine(presets, ".last.json")).Start.Seconds > 0.0, "The session began anew.");
    }

    [Fact]
    public async Task Live_NothingToContinueOrToOpen_SaysSo()
    {
        (await FaeProcess.RunIn(_folder.Path, ["live", "--continue", "--presets", "presets"])).AssertRefused(ExitCode.Input, "no session to continue");
        File.WriteAllText(_folder.At("notes.txt"), "words");
        (await FaeProcess.RunIn(_folder.Path, ["live", "notes.txt"])).AssertRefused(ExitCode.Input, "neither a model folder, nor");
    }

    public void Dispose() => _folder.Dispose();

    private static void Succeeded(FaeResult run) => Assert.True(run.ExitCode == 0, run.Error);

    private async Task<string> Shown(string file) => (await Served(["live", file, "--http-port", "0", "--presets", _folder.At("none")], _ => Task.CompletedTask)).Parameters;

    // What it said until its end by Ctrl+C, and what was set.
    private async Task<(string Said, string Parameters)> Served(string[] arguments, Func<Uri, Task> act)
    {
        using var program = FaeProcess.Start(_folder.Path, arguments);
        var said = program.StandardError.ReadToEndAsync();
        var line = await program.StandardOutput.ReadLineAsync();
        Assert.True(line is not null, line is null ? await said : string.Empty);
        var page = new Uri(line!["page ".Length..]);
        await act(page);
        using var client = new HttpClient { BaseAddress = page };
        var parameters = await client.GetStringAsync(new Uri("api/v1/session/parameters", UriKind.Relative));
        using var kill = Process.Start("kill", ["-INT", $"{program.Id}"]);
        Assert.True(program.WaitForExit(Patience.Long), "still running");
        return (await said, parameters.Replace(" ", string.Empty, StringComparison.Ordinal));
    }
}
