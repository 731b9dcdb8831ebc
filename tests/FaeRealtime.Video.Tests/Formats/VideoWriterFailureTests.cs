using System.Diagnostics;
using FaeRealtime.Core.Errors;
using FaeRealtime.Live.Tests;
using FaeRealtime.Video.Encoders;
using FaeRealtime.Video.Formats;
using FaeRealtime.Video.Programs;

namespace FaeRealtime.Video.Tests.Formats;

/// <summary>What can happen to a video while it is written.</summary>
public sealed class VideoWriterFailureTests : IDisposable
{
    private const int MostFrames = 2000;
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Open_NoFfmpeg_NamesThePackage()
    {
        var failure = Assert.Throws<NativeException>(() => VideoWriter.Open(_folder.At("a.mp4"), TestFrames.Format, new Ffmpeg(_folder.Path)));
        Assert.Contains("apt install ffmpeg", failure.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(_folder.Path));
    }

    [FfmpegFact]
    public void Add_FfmpegKilled_NamesTheFileAndLeavesNothing()
    {
        using var video = VideoWriter.Open(_folder.At("a.mp4"), Large);
        video.Add(TestFrames.Frame(0, 640, 480));
        Signal("KILL");
        Assert.Contains("a.mp4 cannot be written: ffmpeg ended with status 137", FailureOf(video), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(_folder.Path));
    }

    [FfmpegFact]
    public void Add_FfmpegToldToStop_KeepsWhatItFinished()
    {
        using var video = VideoWriter.Open(_folder.At("a.mp4"), Large);
        for (var i = 0; i < 40; i++)
        {
            video.Add(TestFrames.Frame(i % 8, 640, 480));
        }

        Signal("TERM");
        Assert.Contains("a.mp4 ends early", FailureOf(video), StringComparison.Ordinal);
        Assert.Equal(TestFrames.Metadata, MetadataFile.Read(_folder.At("a.mp4")));
        Assert.True(int.Parse(FfmpegProgram.Probe(_folder.At("a.mp4"), "stream=nb_read_frames"), System.Globalization.CultureInfo.InvariantCulture) > 0);
        Assert.Single(Directory.EnumerateFiles(_folder.Path));
    }

    [FfmpegFact]
    public void Add_NoRoomForFfmpeg_SaysWhyAndLeavesNothing()
    {
        // The real ffmpeg, which may write 64 KiB and no more.
        var program = _folder.At("ffmpeg");
        File.WriteAllText(program, $"#!/bin/sh\ntrap '' XFSZ\nulimit -f 128\nexec {Ffmpeg.Installed.Find()} \"$@\"\n");
        Process.Start("chmod", ["+x", program]).WaitForExit();
        Directory.CreateDirectory(_folder.At("out"));

        using var video = VideoWriter.Open(_folder.At("out/a.webm"), Large with { Effort = EncodingEffort.Live }, new Ffmpeg(_folder.Path));
        Assert.Contains("File too large", FailureOf(video), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(_folder.At("out")));
    }

    [Fact]
    public void Finish_FfmpegComplainsAndEndsWithZero_IsAFailure()
    {
        File.WriteAllText(_folder.At("ffmpeg"), "#!/bin/sh\ncat >/dev/null\necho 'No space left on device' >&2\n");
        Process.Start("chmod", ["+x", _folder.At("ffmpeg")]).WaitForExit();
        using var video = VideoWriter.Open(_folder.At("a.mp4"), TestFrames.Format, new Ffmpeg($"{_folder.Path}:/usr/bin:/bin"));
        video.Add(TestFrames.Frame(0));
        Assert.Contains("No space left on device", Assert.Throws<ImageFileException>(video.Finish).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.At("a.mp4")));
    }

    [Fact]
    public void Add_DeviceIsFull_SaysSo()
    {
        using var video = VideoWriter.Open("/dev/full", TestFrames.Format);
        var message = FailureOf(video);
        Assert.Contains("/dev/full cannot be written", message, StringComparison.Ordinal);
        Assert.Contains("No space left", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Add_ReaderOfThePipeGone_NamesThePipe()
    {
        var pipe = Pipe();
        using var reader = Process.Start("head", ["-c", "6144", pipe]);
        using var video = VideoWriter.Open(pipe, TestFrames.Format);
        Assert.Contains("the program that read it has gone", FailureOf(video), StringComparison.Ordinal);
        Assert.True(File.Exists(pipe));
    }

    [Fact]
    public async Task Open_PipeNobodyReads_CanBeCancelled()
    {
        var pipe = Pipe();
        using var cancel = new CancellationTokenSource();
        var opening = Task.Run(() => VideoWriter.Open(pipe, TestFrames.Format, null, cancel.Token));
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening.WaitAsync(Patience.Long));
    }

    [Fact]
    public async Task Add_Pipe_GivesTheReaderEveryFrame()
    {
        var pipe = Pipe();
        var reading = Task.Run(() => File.ReadAllBytes(pipe));
        TestFrames.Write(pipe, 5);
        Assert.Equal(Enumerable.Range(0, 5).SelectMany(i => TestFrames.Frame(i)), await reading.WaitAsync(Patience.Long));
    }

    public void Dispose() => _folder.Dispose();

    private static VideoSettings Large => TestFrames.Format with { Width = 640, Height = 480 };

    private static string FailureOf(VideoWriter video) => Assert.Throws<ImageFileException>(() =>
    {
        var frame = TestFrames.Frame(1, video.Settings.Width, video.Settings.Height);
        for (var i = 0; i < MostFrames; i++)
        {
#pragma warning disable CA5394 // Noise, so that there is something to store.
            new Random(i).NextBytes(frame);
#pragma warning restore CA5394
            video.Add(frame);
        }
    }).Message;

    private string Pipe()
    {
        using var made = Process.Start("mkfifo", [_folder.At("frames")]);
        made.WaitForExit();
        Assert.Equal(0, made.ExitCode);
        return _folder.At("frames");
    }

    // To the ffmpeg that writes into this test's folder, and no other.
    private void Signal(string name)
    {
        foreach (var process in Process.GetProcessesByName("ffmpeg"))
        {
            using (process)
            {
                if (File.ReadAllText($"/proc/{process.Id}/cmdline").Contains(_folder.Path, StringComparison.Ordinal))
                {
                    using var kill = Process.Start("kill", [$"-{name}", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
                    kill.WaitForExit();
                }
            }
        }
    }
}
