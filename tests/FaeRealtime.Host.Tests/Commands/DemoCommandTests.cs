using System.Diagnostics;
using FaeRealtime.Live.Tests;
using FaeRealtime.Video.Tests;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;

namespace FaeRealtime.Host.Tests.Commands;

public sealed class DemoCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public DemoCommandTests() => TestModel.Create(_folder.At("model"));

    [Fact]
    public async Task Demo_Headless_WritesEveryFrameAndASheetThatIsNotBlank()
    {
        var result = await Demo("--headless", "--frames", "24", "--size", "64");

        Assert.True(result.ExitCode == 0, result.Error);
        using var animation = AnimatedImage.Load(_folder.At("walk.webp"));
        Assert.Equal((64, 64, 24), (animation.Width, animation.Height, animation.FrameCount));
        using var sheet = Image.Load<Rgba32>(_folder.At("walk.png"));
        Assert.Equal((6 * 64, 4 * 64), (sheet.Width, sheet.Height));
        Assert.True(Colours(sheet) > 100, "the sheet is blank");
    }

    [Fact]
    public async Task Demo_NoDisplay_SaysSoAndWritesIntoTheCurrentFolder()
    {
        var result = await Demo("--frames", "4", "--size", "32");

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Contains("DISPLAY", result.Error, StringComparison.Ordinal);
        Assert.Contains("walk.webp", result.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(_folder.At("walk.webp")));
        Assert.True(File.Exists(_folder.At("walk.png")));
    }

    [Fact]
    public async Task Demo_DisplayThatIsGone_SaysSoAndWritesTheFile()
    {
        var result = await FaeProcess.RunIn(_folder.Path, Arguments("--frames", "2", "--size", "32"), ("DISPLAY", ":4711"));

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Contains("No window could be opened", result.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(_folder.At("walk.webp")));
    }

    [Fact]
    public async Task Demo_Interrupted_Exits130AndWritesNothing()
    {
        using var process = FaeProcess.Start(_folder.Path, Arguments("--headless", "--frames", "10000"));
        var error = process.StandardError.ReadToEndAsync();

        // The program is up once it has mapped its GL; before that a signal would only test the runtime.
        var clock = Stopwatch.StartNew();
        while (!File.ReadAllText($"/proc/{process.Id}/maps").Contains("libEGL", StringComparison.Ordinal) && clock.Elapsed < Patience.Long)
        {
            await Task.Yield();
        }

        using var kill = Process.Start("kill", ["-INT", $"{process.Id}"]);
        Assert.True(process.WaitForExit(Patience.Long), "still running");
        Assert.Equal(130, process.ExitCode);
        Assert.DoesNotContain("   at ", await error, StringComparison.Ordinal);
        Assert.Equal(["model"], Directory.EnumerateFileSystemEntries(_folder.Path).Select(Path.GetFileName));
    }

    public void Dispose() => _folder.Dispose();

    private string[] Arguments(params string[] more) => ["demo", "--model", _folder.At("model"), "--live-seconds", "0", .. more];

    private Task<FaeResult> Demo(params string[] more) => FaeProcess.RunIn(_folder.Path, Arguments(more));

    private static int Colours(Image<Rgba32> image)
    {
        var colours = new HashSet<Rgba32>();
        for (var y = 0; y < image.Height; y++)
        {
            for (var x = 0; x < image.Width; x++)
            {
                colours.Add(image[x, y]);
            }
        }

        return colours.Count;
    }
}
