using System.Diagnostics;
using System.Text.Json;
using FaeRealtime.Live.Tests;
using FaeRealtime.Video.Formats;
using FaeRealtime.Video.Tests;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;

namespace FaeRealtime.Host.Tests.Commands;

public sealed class VideoCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public VideoCommandTests() => TestModel.Create(_folder.At("model"));

    [Theory]
    [InlineData("latent")]
    [InlineData("feature")]
    [InlineData("noise")]
    public async Task Video_Keyframes_ShowTheirSeedsPictures(string space)
    {
        Succeeded(await Video("--seeds", "4,9,6", "--w-frames", "3", "--space", space, "--out", _folder.At("v%02d.png")));
        Succeeded(await FaeProcess.Run(["images", _folder.At("model"), "--seeds", "4,9,6", "--steps", "2", "--out", _folder.At("stills")]));

        Assert.Equal(["v00.png", "v01.png", "v02.png", "v03.png", "v04.png", "v05.png", "v06.png"], Directory.EnumerateFiles(_folder.Path, "v*.png").Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(Pixels("stills/4.png"), Pixels("v00.png"));
        Assert.Equal(Pixels("stills/9.png"), Pixels("v03.png"));
        Assert.Equal(Pixels("stills/6.png"), Pixels("v06.png"));
        Assert.NotEqual(Pixels("v03.png"), Pixels("v04.png"));
    }

    [Fact]
    public async Task Video_Loop_TakesSeedsInTurnAndCloses()
    {
        var run = await Video("--seeds", "1-2", "--num-keyframes", "4", "--w-frames", "2", "--loop", "--fps", "40", "--size", "48", "--json", "--out", _folder.At("v.webp"));
        Succeeded(run);
        var report = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal((8, 8, 48), (report.GetProperty("frames").GetInt32(), report.GetProperty("asked").GetInt32(), report.GetProperty("size").GetInt32()));
        using var video = AnimatedImage.Load(_folder.At("v.webp"));
        Assert.Equal((8, 48), (video.FrameCount, video.Width));
        Assert.All(video.Durations, duration => Assert.Equal(25, duration));
        Assert.Equal(video.Frame(0), video.Frame(4));
        Assert.Equal(video.Frame(3), video.Frame(7));
    }

    [Fact]
    public async Task Video_Twice_IsTheSameFile()
    {
        Succeeded(await Video("--seeds", "1-2", "--w-frames", "3", "--out", _folder.At("a.webp")));
        Succeeded(await Video("--seeds", "1-2", "--w-frames", "3", "--threads", "1", "--out", _folder.At("b.gif"), "--fps", "50"));
        Succeeded(await Video("--seeds", "1-2", "--w-frames", "3", "--out", _folder.At("c.webp")));
        Assert.Equal(File.ReadAllBytes(_folder.At("a.webp")), File.ReadAllBytes(_folder.At("c.webp")));
        Assert.Contains("\"verb\":\"video\"", MetadataFile.Read(_folder.At("b.gif")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Video_Interrupted_LeavesAWholeShorterVideo()
    {
        using var process = FaeProcess.Start(_folder.Path, ["video", _folder.At("model"), "--steps", "1", "--seeds", "0-9", "--w-frames", "10000", "--out", _folder.At("v.webp")]);
        var error = process.StandardError.ReadToEndAsync();
        var clock = Stopwatch.StartNew();
        while (Directory.EnumerateFiles(_folder.Path, ".v.webp*").Sum(file => new FileInfo(file).Length) < 10_000 && clock.Elapsed < Patience.Long)
        {
            await Task.Yield();
        }

        using var kill = Process.Start("kill", ["-INT", $"{process.Id}"]);
        Assert.True(process.WaitForExit(Patience.Long), "still running");
        Assert.Equal(130, process.ExitCode);
        Assert.Contains("is whole and has", await error, StringComparison.Ordinal);
        using var video = AnimatedImage.Load(_folder.At("v.webp"));
        Assert.InRange(video.FrameCount, 1, 90_000);
        Assert.Equal(["model", "v.webp"], Directory.EnumerateFileSystemEntries(_folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("--seeds is '5-2'", "--seeds", "5-2")]
    [InlineData("--seeds names one seed", "--seeds", "5")]
    [InlineData("--num-keyframes is 1", "--seeds", "5-9", "--num-keyframes", "1")]
    [InlineData("--w-frames is 0", "--w-frames", "0")]
    [InlineData("--space is 'pixel'", "--space", "pixel")]
    [InlineData("--size is 8", "--size", "8")]
    [InlineData("0.1 to 90", "--fps", "100")]
    [InlineData("there is no class '7'", "--class", "7")]
    public async Task Video_WrongValue_ExitsTwoAndMakesNothing(string mentions, params string[] arguments)
    {
        (await Video([.. arguments, "--out", _folder.At("v.webp")])).AssertRefused(2, mentions);
        Assert.False(File.Exists(_folder.At("v.webp")));
    }

    [Fact]
    public async Task Video_NoFfmpeg_NamesThePackage() =>
        (await FaeProcess.Run(["video", _folder.At("model"), "--out", _folder.At("v.mp4")], ("PATH", Path.GetDirectoryName(Environment.ProcessPath)!))).AssertRefused(3, "apt install ffmpeg");

    public void Dispose() => _folder.Dispose();

    private static void Succeeded(FaeResult run) => Assert.True(run.ExitCode == 0, run.Error);

    private Task<FaeResult> Video(params string[] more) => FaeProcess.Run(["video", _folder.At("model"), "--steps", "2", .. more]);

    private byte[] Pixels(string name)
    {
        using var image = Image.Load<Rgba32>(_folder.At(name));
        return Bytes(image, 0);
    }

    private static byte[] Bytes(Image<Rgba32> image, int frame)
    {
        var rgba = new byte[image.Width * image.Height * 4];
        image.Frames[frame].CopyPixelDataTo(rgba);
        return rgba;
    }
}
