using FaeRealtime.Core.Errors;
using FaeRealtime.Live.Tests;
using FaeRealtime.Video.Encoders;
using FaeRealtime.Video.Formats;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;

namespace FaeRealtime.Video.Tests.Formats;

public sealed class VideoWriterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("a.webp", 3.0)]
    [InlineData("a.gif", 4.0)]
    public void Finish_Animation_HoldsEveryFrameForItsTime(string name, double tolerance)
    {
        TestFrames.Write(_folder.At(name), 7, TestFrames.Format with { Fps = 30 });

        using var image = AnimatedImage.Load(_folder.At(name));
        Assert.Equal((TestFrames.Width, TestFrames.Height, 7), (image.Width, image.Height, image.FrameCount));
        Assert.Equal(name.EndsWith("webp", StringComparison.Ordinal) ? new[] { 33, 34, 33, 33, 34, 33, 33 } : new[] { 30, 40, 30, 30, 40, 30, 30 }, image.Durations);
        Assert.Equal(-1, image.Repetitions);
        for (var i = 0; i < image.FrameCount; i++)
        {
            Assert.InRange(TestFrames.Difference(TestFrames.Frame(i), image.Frame(i)), 0, tolerance);
        }
    }

    [FfmpegTheory]
    [InlineData("a.mp4", EncodingEffort.Careful, "h264,yuv420p,bt709,30/1,9")]
    [InlineData("a.mp4", EncodingEffort.Live, "h264,yuv420p,bt709,30/1,9")]
    [InlineData("a.webm", EncodingEffort.Careful, "vp9,yuv420p,bt709,30/1,9")]
    [InlineData("a.webm", EncodingEffort.Live, "vp9,yuv420p,bt709,30/1,9")]
    internal void Finish_Video_HoldsEveryFrame(string name, EncodingEffort effort, string stream)
    {
        TestFrames.Write(_folder.At(name), 9, TestFrames.Format with { Fps = 30, Effort = effort });

        Assert.Equal(stream, FfmpegProgram.Probe(_folder.At(name), "stream=codec_name,pix_fmt,color_space,r_frame_rate,nb_read_frames").Replace(",tv", string.Empty, StringComparison.Ordinal));
        var frames = FfmpegProgram.Frames(_folder.At(name), TestFrames.Format.FrameBytes);
        Assert.Equal(Enumerable.Range(0, 9), frames.Select(frame => TestFrames.IndexOf(frame)));
        Assert.All(frames, frame => Assert.InRange(TestFrames.Difference(TestFrames.Frame(TestFrames.IndexOf(frame)), frame), 0, 3.0));
    }

    [FfmpegFact]
    public void Finish_Mp4_StartsWithItsIndex()
    {
        TestFrames.Write(_folder.At("a.mp4"), 3);
        var text = System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(_folder.At("a.mp4")));
        Assert.InRange(text.IndexOf("moov", StringComparison.Ordinal), 1, text.IndexOf("mdat", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("a.webp")]
    [InlineData("a.gif")]
    public void Finish_SameFramesTwice_AreTheSameBytes(string name) => AssertRepeats(name);

    [FfmpegTheory]
    [InlineData("a.mp4")]
    [InlineData("a.webm")]
    public void Finish_SameFramesTwiceThroughFfmpeg_AreTheSameBytes(string name) => AssertRepeats(name);

    [FfmpegFact]
    public void Finish_Mp4OfOddSides_IsPaddedWithBlack()
    {
        const int Width = 33;
        const int Height = 17;
        var settings = TestFrames.Format with { Width = Width, Height = Height };
        using (var video = VideoWriter.Open(_folder.At("a.mp4"), settings))
        {
            video.Add(TestFrames.Frame(7, Width, Height));
            video.Finish();
        }

        Assert.Equal("34,18", FfmpegProgram.Probe(_folder.At("a.mp4"), "stream=width,height"));
        Assert.Equal((34, 18), VideoFormats.Of("a.mp4").SizeOf(settings));

        // The picture is bright green at its right edge.
        var frame = FfmpegProgram.Frames(_folder.At("a.mp4"), (Width + 1) * (Height + 1) * 4)[0];
        var row = 4 * (Width + 1) * 4;
        Assert.InRange(frame[row + (4 * Width) + 1], 0, 80);
        Assert.InRange(frame[row + (4 * (Width - 1)) + 1], 120, 255);
    }

    [Fact]
    public void Finish_Pictures_AreNumberedFromZero()
    {
        TestFrames.Write(_folder.At("walk%05d.png"), 3);
        Assert.Equal(["walk00000.png", "walk00001.png", "walk00002.png"], Names());
        using var second = Image.Load<Rgba32>(_folder.At("walk00001.png"));
        var frame = new byte[TestFrames.Format.FrameBytes];
        second.CopyPixelDataTo(frame);
        Assert.Equal(TestFrames.Frame(1), frame);
        Assert.Contains(second.Metadata.GetPngMetadata().TextData, text => text is { Keyword: "frame", Value: "1" });
    }

    [Fact]
    public void Finish_RawFrames_LieOneAfterAnotherBesideTheirDescription()
    {
        TestFrames.Write(_folder.At("a.rgba"), 2);
        Assert.Equal([.. TestFrames.Frame(0), .. TestFrames.Frame(1)], File.ReadAllBytes(_folder.At("a.rgba")));
        Assert.Equal(["a.rgba", "a.rgba.json"], Names());
    }

    [Theory]
    [InlineData("a.webp")]
    [InlineData("a.gif")]
    [InlineData("a.rgba")]
    public void Dispose_Unfinished_LeavesTheOldFileAndNothingElse(string name) => AssertAbandoned(name);

    [FfmpegTheory]
    [InlineData("a.mp4")]
    [InlineData("a.webm")]
    public void Dispose_UnfinishedThroughFfmpeg_LeavesTheOldFileAndNothingElse(string name) => AssertAbandoned(name);

    [Fact]
    public void Finish_WithoutFrames_LeavesNothing()
    {
        using var video = VideoWriter.Open(_folder.At("a.webp"), TestFrames.Format);
        Assert.Contains("no frame", Assert.Throws<ImageFileException>(video.Finish).Message, StringComparison.Ordinal);
        Assert.Empty(Names());
    }

    [Fact]
    public void Add_FrameOfAnotherSize_IsRefused()
    {
        using var video = VideoWriter.Open(_folder.At("a.webp"), TestFrames.Format);
        Assert.Contains("48 x 32", Assert.Throws<ShapeException>(() => video.Add(new byte[12])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.avi", 16, 25.0, "no kind of video")]
    [InlineData("a.png", 16, 25.0, "%05d.png")]
    [InlineData("a%05d%05d.png", 16, 25.0, "one picture and no video")]
    [InlineData("no/a.webp", 16, 25.0, "does not exist")]
    [InlineData("a.webp", 20000, 25.0, "16383")]
    [InlineData("a.gif", 16, 60.0, "0.1 to 50")]
    [InlineData("a.webp", 16, 120.0, "0.1 to 90")]
    [InlineData("a.rgba", 16, double.NaN, "0.1 to 1000")]
    public void Open_WhatCannotBe_SaysWhatCan(string name, int width, double fps, string says)
    {
        var format = TestFrames.Format with { Width = width, Fps = fps };
        Assert.Contains(says, Assert.Throws<ConfigException>(() => VideoWriter.Open(_folder.At(name), format)).Message, StringComparison.Ordinal);
        Assert.Empty(Names());
    }

    [Fact]
    public void Open_FolderOfThatName_IsRefused()
    {
        Directory.CreateDirectory(_folder.At("a.webp"));
        Assert.Contains("is there already", Assert.Throws<ConfigException>(() => VideoWriter.Open(_folder.At("a.webp"), TestFrames.Format)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private IEnumerable<string> Names() => Directory.EnumerateFileSystemEntries(_folder.Path).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    private void AssertRepeats(string name)
    {
        TestFrames.Write(_folder.At(name), 6);
        TestFrames.Write(_folder.At("again" + name), 6);
        Assert.Equal(File.ReadAllBytes(_folder.At(name)), File.ReadAllBytes(_folder.At("again" + name)));
    }

    private void AssertAbandoned(string name)
    {
        File.WriteAllText(_folder.At(name), "before");
        using (var video = VideoWriter.Open(_folder.At(name), TestFrames.Format))
        {
            video.Add(TestFrames.Frame(0));
        }

        Assert.Equal([name], Names());
        Assert.Equal("before", File.ReadAllText(_folder.At(name)));
    }
}
