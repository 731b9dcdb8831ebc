using System.Diagnostics;
using FaeRealtime.Live.Tests;

namespace FaeRealtime.Host.Tests.Samples;

/// <summary>The sample as built, in a real window: what stands on the screen turns, and keys act.</summary>
[Collection(AloneTests.Name)]
public sealed class SpinningCubeTests
{
    private const int Side = 640;

    [WindowFact]
    public void Sample_InAWindow_TurnsAPictureAndObeysKeys()
    {
        using var folder = new TemporaryFolder();
        TestModel.Create(folder.At("model"));
        Directory.CreateDirectory(folder.At("screen"));
        using var server = Process.Start(new ProcessStartInfo("Xvfb", $"-displayfd 1 -screen 0 {Side}x{Side}x24 -nolisten tcp -noreset -fbdir {folder.At("screen")}") { RedirectStandardOutput = true, RedirectStandardError = true })!;
        try
        {
            var display = ":" + server.StandardOutput.ReadLine();
            using var sample = Start("dotnet", display, Path.Combine(AppContext.BaseDirectory, "..", "..", "SpinningCube", Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/')), "SpinningCube.dll"), folder.At("model"));
            try
            {
                var screen = new ScreenFile(folder.At("screen/Xvfb_screen0"));
                var first = WaitFor(screen, pixels => pixels.Distinct().Count() > 200, sample);
                WaitFor(screen, pixels => pixels.Zip(first).Count(pair => pair.First != pair.Second) > Side * Side / 20, sample);
                foreach (var key in new[] { "n", "space", "Escape" })
                {
                    Assert.False(sample.HasExited, $"the sample ended before {key}");
                    using var press = Start("xdotool", display, "key", key);
                    press.WaitForExit();
                }

                Assert.True(sample.WaitForExit(Patience.Long), "Escape did not end the sample");
                Assert.True(sample.ExitCode == 0, sample.StandardError.ReadToEnd());
            }
            finally
            {
                End(sample);
            }
        }
        finally
        {
            End(server);
        }
    }

    private static uint[] WaitFor(ScreenFile screen, Func<uint[], bool> good, Process sample)
    {
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < Patience.Long && !sample.HasExited)
        {
            if (screen.Pixels(Side) is var pixels && good(pixels))
            {
                return pixels;
            }

            Thread.Yield();
        }

        throw new TimeoutException($"No such picture in time. {(sample.HasExited ? sample.StandardError.ReadToEnd() : string.Empty)}");
    }

    private static Process Start(string program, string display, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DISPLAY"] = display;
        return Process.Start(start)!;
    }

    private static void End(Process process)
    {
        if (!process.HasExited)
        {
            process.Kill();
            process.WaitForExit();
        }
    }
}
