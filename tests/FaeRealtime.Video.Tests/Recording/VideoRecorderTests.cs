using System.Diagnostics;
using FaeRealtime.Core.Errors;
using FaeRealtime.Live.Tests;
using FaeRealtime.Video.Encoders;
using FaeRealtime.Video.Recording;

namespace FaeRealtime.Video.Tests.Recording;

public sealed class VideoRecorderTests : IDisposable
{
    private static readonly VideoSettings Format = TestFrames.Format with { Fps = 50 };
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Offer_SlowerSourceAndPause_RepeatsFramesOnTheSessionsClock()
    {
        using var recorder = new VideoRecorder();
        recorder.Start(_folder.At("a.rgba"), Format);
        Offer(recorder, 0, 10.00);
        Offer(recorder, 1, 10.06);
        Offer(recorder, 2, 10.08);
        recorder.Hold(10.12);
        Offer(recorder, 3, 10.20);
        Assert.Equal([0, 0, 0, 1, 2, 2, 2, 2, 2, 2, 3], Finish(recorder, "a.rgba"));
        var status = recorder.Status;
        Assert.Equal((RecordingState.Finished, 11, 0, 0.22, null), (status.State, status.Frames, status.Dropped, status.Seconds, status.Failure));
    }

    [Fact]
    public void Offer_FasterSource_SkipsFrames()
    {
        using var recorder = new VideoRecorder();
        recorder.Start(_folder.At("a.rgba"), Format);
        for (var i = 0; i < 16; i++)
        {
            recorder.Offer(TestFrames.Frame(i / 2), TestFrames.Width, TestFrames.Height, i / 100.0);
        }

        Assert.InRange(Finish(recorder, "a.rgba").Count, 8, 9);
        Assert.Equal(0, recorder.Status.Dropped);
    }

    [Fact]
    public async Task Offer_WriterBehind_DropsCountsAndKeepsTime()
    {
        // Nobody reads the pipe yet, so the writer stands until the ring has long been full.
        const int ring = VideoRecording.MostFrames;
        var pipe = Pipe();
        using var recorder = new VideoRecorder();
        recorder.Start(pipe, Format);
        for (var i = 0; i < 300; i++)
        {
            recorder.Offer(TestFrames.Frame(i % 8), TestFrames.Width, TestFrames.Height, i / 50.0);
        }

        Assert.Equal(300 - ring, recorder.Status.Dropped);
        using var reader = Process.Start(new ProcessStartInfo("cat", [pipe]) { RedirectStandardOutput = true })!;
        using var read = new MemoryStream();
        var copying = Task.Run(() => reader.StandardOutput.BaseStream.CopyTo(read));
        SpinWait.SpinUntil(() => recorder.Status.Frames == ring, Patience.Long);
        Offer(recorder, 5, 300 / 50.0);
        recorder.Stop();
        Assert.True(recorder.WaitForEnd(Patience.Long));
        await copying.WaitAsync(Patience.Long);
        Assert.Equal(
            [.. Enumerable.Range(0, ring).Select(i => i % 8), .. Enumerable.Repeat((ring - 1) % 8, 300 - ring), 5],
            read.ToArray().Chunk(Format.FrameBytes).Select(frame => TestFrames.IndexOf(frame)));
    }

    [Fact]
    public void Offer_SteadyState_AllocatesNothing()
    {
        using var recorder = new VideoRecorder();
        recorder.Start(_folder.At("a.rgba"), Format);
        var frame = TestFrames.Frame(1);
        Record(0, 30);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Record(30, 300);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Record(int from, int count)
        {
            for (var i = from; i < from + count; i++)
            {
                recorder.Offer(frame, TestFrames.Width, TestFrames.Height, i / 50.0);
                recorder.Hold((i + 0.5) / 50.0);
            }
        }
    }

    [Fact]
    public void Offer_FrameOfAnotherSize_IsFittedOnBlack()
    {
        using var recorder = new VideoRecorder();
        recorder.Start(_folder.At("a.rgba"), Format);
        Offer(recorder, 0, 0);
        recorder.Offer(TestFrames.Frame(6, 64, 64), 64, 64, 0.02);
        Finish(recorder, "a.rgba");
        var second = File.ReadAllBytes(_folder.At("a.rgba"))[Format.FrameBytes..];
        var row = second.AsSpan(TestFrames.Width * 4 * 16, TestFrames.Width * 4);
        Assert.Equal([0, 0, 0, 255], row[..4].ToArray());
        Assert.Equal(24 + (25 * 6), row[24 * 4]);
        Assert.Equal([0, 0, 0, 255], row[^4..].ToArray());
    }

    [Fact]
    public void Start_WhileRecording_IsRefused()
    {
        using var recorder = new VideoRecorder();
        recorder.Start(_folder.At("a.rgba"), Format);
        Assert.Contains("a.rgba is being recorded", Assert.Throws<ConfigException>(() => recorder.Start(_folder.At("b.rgba"), Format)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Start_AfterAFailure_RecordsAgain()
    {
        using var recorder = new VideoRecorder();
        recorder.Start("/dev/full", Format);
        for (var i = 0; recorder.Status.State == RecordingState.Recording && i < 1_000_000; i++)
        {
            recorder.Offer(TestFrames.Frame(0), TestFrames.Width, TestFrames.Height, i / 50.0);
        }

        Assert.Equal(RecordingState.Failed, recorder.Status.State);
        Assert.Contains("/dev/full cannot be written", recorder.Status.Failure, StringComparison.Ordinal);
        Assert.False(recorder.Offer(TestFrames.Frame(0), TestFrames.Width, TestFrames.Height, 1e6));

        recorder.Start(_folder.At("a.rgba"), Format);
        Offer(recorder, 4, 0);
        Assert.Equal([4], Finish(recorder, "a.rgba"));
    }

    [Fact]
    public void Dispose_WhileRecording_KeepsTheVideo()
    {
        using (var recorder = new VideoRecorder())
        {
            recorder.Start(_folder.At("a.rgba"), Format);
            Offer(recorder, 2, 0);
        }

        Assert.Equal(TestFrames.Frame(2), File.ReadAllBytes(_folder.At("a.rgba")));
    }

    [Fact]
    public void Status_BeforeTheFirst_IsIdle()
    {
        using var recorder = new VideoRecorder();
        Assert.Equal((RecordingState.Idle, false), (recorder.Status.State, recorder.IsRecording));
        recorder.Stop();
        Assert.True(recorder.WaitForEnd(TimeSpan.Zero));
    }

    [Fact]
    public void Add_MoreFramesThanTheRingHolds_WritesEachOnce()
    {
        using var recording = VideoRecording.Start(_folder.At("a.rgba"), Format);
        for (var i = 0; i < 500; i++)
        {
            recording.Add(TestFrames.Frame(i % 8));
        }

        recording.Finish();
        Assert.Equal(Enumerable.Range(0, 500).Select(i => i % 8), Indices("a.rgba"));
    }

    [Fact]
    public void Add_FailedVideo_ThrowsItsReason()
    {
        using var recording = VideoRecording.Start("/dev/full", Format);
        Assert.Contains("/dev/full", Assert.Throws<ImageFileException>(() =>
        {
            for (var i = 0; i < 100_000; i++)
            {
                recording.Add(TestFrames.Frame(0));
            }
        }).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Dispose_RecordingNotFinished_LeavesNothing()
    {
        using (var recording = VideoRecording.Start(_folder.At("a.webp"), Format))
        {
            recording.Add(TestFrames.Frame(0));
        }

        Assert.Empty(Directory.EnumerateFiles(_folder.Path));
    }

    public void Dispose() => _folder.Dispose();

    private static void Offer(VideoRecorder recorder, int frame, double seconds) =>
        Assert.True(recorder.Offer(TestFrames.Frame(frame), TestFrames.Width, TestFrames.Height, seconds));

    private List<int> Finish(VideoRecorder recorder, string name)
    {
        recorder.Stop();
        Assert.True(recorder.WaitForEnd(Patience.Long));
        return Indices(name);
    }

    private List<int> Indices(string name) => [.. File.ReadAllBytes(_folder.At(name)).Chunk(Format.FrameBytes).Select(frame => TestFrames.IndexOf(frame))];

    private string Pipe()
    {
        using var made = Process.Start("mkfifo", [_folder.At("frames")]);
        made.WaitForExit();
        return _folder.At("frames");
    }
}
