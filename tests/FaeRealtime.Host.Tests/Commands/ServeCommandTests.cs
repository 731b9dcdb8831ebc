using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using FaeRealtime.Host.CommandLine;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Live.Tests;
using FaeRealtime.Remote.Osc;

namespace FaeRealtime.Host.Tests.Commands;

[Collection(AloneTests.Name)]
public sealed class ServeCommandTests
{
    [Fact]
    public async Task Serve_OnAllAddressesWithoutToken_RefusesToStart()
    {
        using var place = new ModelPlace();
        var result = await FaeProcess.Run(["serve", place.Model, "--host", "0.0.0.0"], ("FAE_TOKEN", ""));
        result.AssertRefused(ExitCode.Input, "(--token)");
    }

    [Fact]
    public async Task Serve_OscList_IsATableOfEveryAddress()
    {
        var run = await FaeProcess.Run(["serve", "--osc-list"]);

        Assert.True(run.ExitCode == 0, run.Error);
        var lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(OscTable.Targets.Select(target => target.Address), lines.Select(line => line.Split(' ')[0]));
        Assert.Contains("/fae/tap", lines.Select(line => line.Split(' ')[0]));
        var bpm = Assert.Single(lines, line => line.StartsWith("/fae/tempo/bpm ", StringComparison.Ordinal));
        Assert.Contains(" f|i ", bpm, StringComparison.Ordinal);
        Assert.Single(lines.Select(line => Regex.Match(line, @"^\S+\s+").Length).Distinct());
    }

    [Fact]
    public async Task Serve_OfAFileOrContinued_BeginsAsItSays()
    {
        using var place = new ModelPlace();
        var preset = place.At("preset.json");
        File.WriteAllText(preset, "\uFEFF" + ParameterJson.ToText(new SessionParameters { Tempo = new TempoParameters { Bpm = 97 } }));
        string[] common = ["--port", "0", "--presets", place.At("presets"), "--out", place.At("out")];
        (string, string) content = ("FAE_CONTENT", place.At("content"));
        TestModel.Create(place.At("content/default"));

        var (said, first) = await Served(["serve", preset, .. common], content);
        Assert.Contains("\"bpm\": 97", first, StringComparison.Ordinal);
        Assert.Contains("'fae serve --continue' resumes here", said, StringComparison.Ordinal);

        var (_, second) = await Served(["serve", "--continue", .. common], content);
        Assert.Contains("\"bpm\": 97", second, StringComparison.Ordinal);
        (await FaeProcess.Run(["serve", "--continue", "--presets", place.At("none")])).AssertRefused(ExitCode.Input, "no session to continue");
    }

    /// <summary>Live takes them, too, and shows them beside its window's page.</summary>
    [Theory]
    [InlineData("serve", "--port")]
    [InlineData("serve", "--http-port")]
    [InlineData("live", "--http-port")]
    public async Task Models_OfOtherFolders_AreListedAndShown(string command, string port)
    {
        using var place = new ModelPlace();
        TestModel.Create(place.At("runs/faces/model"), TestModel.Micro with { Name = "other" });

        await Served([command, place.Model, port, "0", "--presets", place.At("presets"), "--models", place.At("runs")], default, async client =>
        {
            Assert.Contains("\"runs/faces/model\"", await client.GetStringAsync(new Uri("api/v1/session/info", UriKind.Relative)), StringComparison.Ordinal);
            using var body = new StringContent("""{"model":"runs/faces/model"}""");
            using var reply = await client.PostAsync(new Uri("api/v1/session/parameters", UriKind.Relative), body);
            Assert.True(reply.IsSuccessStatusCode, await reply.Content.ReadAsStringAsync());
            var watch = Stopwatch.StartNew();
            while (!(await client.GetStringAsync(new Uri("api/v1/session/info", UriKind.Relative))).Contains("\"other\"", StringComparison.Ordinal))
            {
                Assert.True(watch.Elapsed < Patience.Long, "The model did not follow.");
                await Task.Delay(20);
            }
        });
    }

    /// <summary>On a disk of 64 MB of its own, of which 256 stay free.</summary>
    [NamespaceFact]
    public async Task Serve_OnAnAlmostFullDisk_WritesNothingAndSaysSo()
    {
        using var place = new ModelPlace();
        using var program = OnADisk(place, "64m");
        try
        {
            using var client = await ClientOf(program);
            foreach (var (method, path) in new[] { ("POST", "session/capture"), ("PUT", "presets/a"), ("POST", "recordings/take/start?format=webp") })
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), new Uri($"api/v1/{path}", UriKind.Relative));
                using var reply = await client.SendAsync(request);
                var text = await reply.Content.ReadAsStringAsync();
                Assert.False(reply.IsSuccessStatusCode, path);
                Assert.Contains("256 MB stay free", text, StringComparison.Ordinal);
            }

            Assert.Equal("[]", (await client.GetStringAsync(new Uri("api/v1/files", UriKind.Relative))).Trim());
        }
        finally
        {
            await End(program);
        }
    }

    /// <summary>What others write while it records leaves too little room: the video ends whole.</summary>
    [NamespaceFact]
    public async Task Serve_DiskThatFillsDuringARecording_EndsItByItself()
    {
        using var place = new ModelPlace();
        using var program = OnADisk(place, "300m");
        try
        {
            using var client = await ClientOf(program);
            using var started = await client.PostAsync(new Uri("api/v1/recordings/take/start?format=webp", UriKind.Relative), null);
            Assert.True(started.IsSuccessStatusCode, await started.Content.ReadAsStringAsync());
            await File.WriteAllBytesAsync($"/proc/{program.Id}/root{place.At("disk/others")}", new byte[200 << 20]);
            var watch = Stopwatch.StartNew();
            string status;
            while (!(status = await client.GetStringAsync(new Uri("api/v1/recordings", UriKind.Relative))).Contains("\"finished\"", StringComparison.OrdinalIgnoreCase))
            {
                Assert.True(watch.Elapsed < Patience.Long, status);
                await Task.Delay(50);
            }

            Assert.Contains("almost full", status, StringComparison.Ordinal);
            Assert.StartsWith("RIFF", Encoding.Latin1.GetString(await client.GetByteArrayAsync(new Uri("api/v1/files/take.webp", UriKind.Relative))), StringComparison.Ordinal);
        }
        finally
        {
            await End(program);
        }
    }

    // The disk is the program's alone, and gone with it.
    private static Process OnADisk(ModelPlace place, string size)
    {
        Directory.CreateDirectory(place.At("disk"));
        string[] arguments = [Environment.ProcessPath!, Path.Combine(AppContext.BaseDirectory, "fae.dll"), "serve", place.Model, "--port", "0", "--presets", place.At("disk/presets"), "--out", place.At("disk/out")];
        return Process.Start(new ProcessStartInfo("unshare", ["-Urm", "sh", "-c", $"mount -t tmpfs -o size={size} tmpfs \"$0\" && exec \"$@\"", place.At("disk"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
    }

    // When its first picture is there.
    private static async Task<HttpClient> ClientOf(Process program)
    {
        var line = await program.StandardOutput.ReadLineAsync();
        var client = new HttpClient { BaseAddress = new Uri((line ?? throw new InvalidOperationException(await program.StandardError.ReadToEndAsync()))["page ".Length..]) };
        for (var watch = Stopwatch.StartNew(); ; await Task.Delay(50))
        {
            using var picture = await client.GetAsync(new Uri("api/v1/session/frame", UriKind.Relative));
            if (picture.IsSuccessStatusCode)
            {
                return client;
            }

            Assert.True(watch.Elapsed < Patience.Long, await picture.Content.ReadAsStringAsync());
        }
    }

    private static async Task End(Process program, string signal = "TERM")
    {
        using var kill = Process.Start("kill", [$"-{signal}", program.Id.ToString(CultureInfo.InvariantCulture)]);
        using var patience = new CancellationTokenSource(Patience.Long);
        await program.WaitForExitAsync(patience.Token);
    }

    // What it said until its end, and what was set before.
    private static async Task<(string Said, string Parameters)> Served(string[] arguments, (string, string) variable, Func<HttpClient, Task>? act = null)
    {
        using var program = FaeProcess.Start(Environment.CurrentDirectory, arguments, variable.Item1 is null ? [] : [variable]);
        var said = program.StandardError.ReadToEndAsync();
        using var client = new HttpClient { BaseAddress = new Uri((await program.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException(await said))["page ".Length..]) };
        try
        {
            await (act?.Invoke(client) ?? Task.CompletedTask);
            var parameters = await client.GetStringAsync(new Uri("api/v1/session/parameters", UriKind.Relative));
            await End(program, "INT");
            return (await said, parameters);
        }
        finally
        {
            program.Kill();
        }
    }

    private sealed class NamespaceFactAttribute : FactAttribute
    {
        public NamespaceFactAttribute()
        {
            if (ProgramFactAttribute.Find("unshare") is not { } unshare || !Works(unshare))
            {
                Skip = "needs a file system of its own (unshare -Urm), which this machine does not allow";
            }
        }

        private static bool Works(string unshare)
        {
            using var trial = Process.Start(unshare, ["-Urm", "sh", "-c", "mount -t tmpfs tmpfs /mnt"]);
            return trial.WaitForExit(Patience.Long) && trial.ExitCode == 0;
        }
    }
}
