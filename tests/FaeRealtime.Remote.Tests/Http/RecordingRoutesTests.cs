using System.Globalization;
using System.Text.Json.Nodes;
using FaeRealtime.Testing;
using FaeRealtime.Video.Tests;

namespace FaeRealtime.Remote.Tests.Http;

public sealed class RecordingRoutesTests
{
    private const string Video = "api/v1/recordings/film";
    private const double Fps = 60.0;

    // The model that everybody has first, while every core has something else to do as well.
    [FfmpegFact]
    public async Task Recording_OfTheDefaultModelUnderLoad_IsAWholeVideo()
    {
        await using var stand = await PageStand.StartAsync(first: Path.Combine(Repository.Root, "content", "default"));
        using var ends = new CancellationTokenSource();
        var load = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => Burn(ends.Token)).ToArray();
        using var socket = await SocketClient.ConnectAsync(stand);
        await socket.NextAsync("frame");
        var started = TimeProvider.System.GetTimestamp();
        using (var start = await stand.SendAsync("POST", $"{Video}/start?format=mp4"))
        {
            Assert.True(start.IsSuccessStatusCode, await start.Content.ReadAsStringAsync());
        }

        // By the clock of who records: what is encoded so far comes later the busier the machine is.
        for (var i = 0; TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(2); i++)
        {
            await socket.SendAsync($$"""{ "set": { "source": { "x": {{i}} } } }""");
            await socket.NextAsync("frame");
        }

        using (await stand.SendAsync("POST", $"{Video}/stop"))
        {
            var length = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
            await ends.CancelAsync();
            await Task.WhenAll(load);
            AssertWhole(await FinishedAsync(stand), length);
        }
    }

    private static void AssertWhole(JsonNode video, double atMost)
    {
        var (file, frames, seconds) = (video["file"]!.GetValue<string>(), video["frames"]!.GetValue<long>(), video["seconds"]!.GetValue<double>());
        Assert.Equal(0, video["dropped"]!.GetValue<long>());
        Assert.Equal(frames, long.Parse(FfmpegProgram.Probe(file, "stream=nb_read_frames"), CultureInfo.InvariantCulture));
        Assert.Equal(frames / Fps, double.Parse(FfmpegProgram.Probe(file, "stream=duration"), CultureInfo.InvariantCulture), 3);
        Assert.Equal(frames / Fps, seconds, 3);
        Assert.InRange(seconds, 1.0, atMost + (2.0 / Fps));
    }

    private static async Task<JsonNode> FinishedAsync(PageStand stand)
    {
        JsonNode video;
        do
        {
            video = JsonNode.Parse(await stand.Client.GetStringAsync("api/v1/recordings"))!;
            Assert.NotEqual("Failed", video["state"]!.GetValue<string>());
        }
        while (video["state"]!.GetValue<string>() != "Finished");

        return video;
    }

    private static Task Burn(CancellationToken cancellationToken) => Task.Factory.StartNew(
        () =>
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                Thread.SpinWait(1000);
            }
        },
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);
}
