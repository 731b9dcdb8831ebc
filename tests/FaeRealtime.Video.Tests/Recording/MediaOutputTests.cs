using FaeRealtime.Core.Errors;
using FaeRealtime.Live.Tests;
using FaeRealtime.Video.Files;
using FaeRealtime.Video.Formats;
using FaeRealtime.Video.Recording;

namespace FaeRealtime.Video.Tests.Recording;

public sealed class MediaOutputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly MediaOutput _media;

    public MediaOutputTests() => _media = new MediaOutput(_folder.At("out"), RecordingOptions.Usual, () => null, new StandingClock());

    [Fact]
    public async Task CaptureAsync_FrameOffered_WritesAndListsIt()
    {
        var capturing = _media.CaptureAsync(CancellationToken.None);
        Offer(3, isNew: false);
        var path = await capturing.WaitAsync(Patience.Long);

        Assert.Equal(_folder.At("out/fae-20260102-030405.png"), path);
        Assert.Equal("fae-20260102-030405.png", Assert.Single(_media.Made.Names));
        using var image = AnimatedImage.Load(path);
        Assert.Equal(TestFrames.Frame(3), image.Frame(0));
    }

    /// <summary>A session that wrote nothing does not claim what an earlier one did.</summary>
    [Fact]
    public async Task Written_FolderOfAnEarlierSession_IsWhatThisOneWrote()
    {
        Directory.CreateDirectory(_folder.At("out"));
        File.WriteAllText(_folder.At("out/before.png"), "a picture");
        Assert.Empty(_media.Written);

        var capturing = _media.CaptureAsync(CancellationToken.None);
        Offer(3, isNew: false);
        var path = await capturing.WaitAsync(Patience.Long);
        File.WriteAllText(_media.NamedFile("take", "json"), "{}");
        _media.NamedFile("never-written", "json");

        Assert.Equal([path, _folder.At("out/take.json")], _media.Written);
        Assert.Equal(3, _media.Made.Names.Count);
    }

    /// <summary>Both ways to a file know of each other's names, also of those that are only promised.</summary>
    [Fact]
    public async Task Capture_ByKeyAndByRemote_TakeDifferentNames()
    {
        using var writes = new ManualResetEventSlim();
        var slow = _media.Write(".png", path =>
        {
            writes.Wait(Patience.Long);
            File.WriteAllText(path, "slow");
        });
        var byKey = _media.Capture(new CapturedFrame(TestFrames.Frame(1), TestFrames.Width, TestFrames.Height, null));
        var capturing = _media.CaptureAsync(CancellationToken.None);
        Offer(2, isNew: true);
        var byRemote = await capturing.WaitAsync(Patience.Long);
        writes.Set();

        Assert.Equal(3, new[] { slow, byKey, byRemote }.Distinct().Count());
        FileResult result = default;
        for (var i = 0; i < 2; i++)
        {
            Assert.True(SpinWait.SpinUntil(() => _media.TryTakeResult(out result), Patience.Long));
            Assert.Null(result.Failure);
        }
    }

    [Fact]
    public async Task StartRecordingAsync_ThenStopped_IsAVideo()
    {
        var starting = _media.StartRecordingAsync("take", "webp", 25, CancellationToken.None);
        Offer(1, isNew: true);
        await starting.WaitAsync(Patience.Long);
        Assert.True(_media.Frames.Wants(2, isNew: true));
        Offer(2, isNew: true);
        Assert.Throws<ConfigException>(() => _media.StopRecording("other"));
        _media.StopRecording("take");
        Assert.True(_media.Frames.Recorder.WaitForEnd(Patience.Long));

        Assert.Equal(RecordingState.Finished, _media.Recording.State);
        Assert.Equal("take.webp", Assert.Single(_media.Made.Names));
    }

    /// <summary>A folder in which nobody finds anything any more takes neither pictures nor videos.</summary>
    [Fact]
    public async Task Capture_IntoAFullFolder_IsRefused()
    {
        Directory.CreateDirectory(_folder.At("out"));
        for (var i = 0; i <= 10_000; i++)
        {
            File.Create(_folder.At($"out/{i}")).Dispose();
        }

        var frame = new CapturedFrame(TestFrames.Frame(1), TestFrames.Width, TestFrames.Height, null);
        Assert.Contains("more than 10000 files", Assert.Throws<ConfigException>(() => _media.Capture(frame)).Message, StringComparison.Ordinal);
        Assert.Throws<ConfigException>(() => _media.StartRecording(TestFrames.Width, TestFrames.Height));
        await Assert.ThrowsAsync<ConfigException>(() => _media.StartRecordingAsync("take", "webp", null, CancellationToken.None));
        Assert.Equal(10_001, Directory.EnumerateFiles(_folder.At("out")).Count());

        File.Delete(_folder.At("out/0"));
        _media.Capture(frame);
    }

    [Theory]
    [InlineData("take", "avi", "give one of mp4, webm, webp, gif")]
    [InlineData("take", "rgba", "give one of mp4, webm, webp, gif")]
    [InlineData("../take", "gif", "is no name for a file")]
    [InlineData("", "gif", "is no name for a file")]
    public async Task StartRecordingAsync_WrongNameOrFormat_IsRefused(string name, string format, string reason)
    {
        var refused = await Assert.ThrowsAsync<ConfigException>(() => _media.StartRecordingAsync(name, format, null, CancellationToken.None));
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Formats_ForHelp_AreNamedOnce()
    {
        Assert.Equal("FILE.mp4, .webm, .webp, .gif, %05d.png, .rgba, or an existing named pipe", VideoFormats.Choice);
        Assert.Equal("up to 1000, .webp 90, .gif 50", VideoFormats.Rates);
    }

    public void Dispose()
    {
        _media.Dispose();
        _folder.Dispose();
    }

    private void Offer(int index, bool isNew) => _media.Frames.Offer(TestFrames.Frame(index), TestFrames.Width, TestFrames.Height, index, isNew);
}
