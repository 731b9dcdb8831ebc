using System.Diagnostics;
using System.Text.RegularExpressions;
using FaeRealtime.Live.Tests;

namespace FaeRealtime.Host.Tests.Demo;

/// <summary>The program in a real window on an X server of its own, with keys from outside.</summary>
public sealed partial class DemoWindowTests
{
    [WindowFact]
    public void Demo_Window_ShowsMovingPicturesAndObeysKeys()
    {
        using var folder = new TemporaryFolder();
        TestModel.Create(folder.At("model"));
        using var server = Process.Start(new ProcessStartInfo("Xvfb", "-displayfd 1 -screen 0 900x900x24 -nolisten tcp") { RedirectStandardOutput = true, RedirectStandardError = true })!;
        try
        {
            var display = ":" + server.StandardOutput.ReadLine();
            using var program = FaeProcess.Start(folder.Path, ["demo", "--model", folder.At("model"), "--speed", "2"], ("DISPLAY", display));
            var error = program.StandardError.ReadToEndAsync();
            try
            {
                var window = WaitFor(() => Xdotool(display, "search", "--onlyvisible", "--name", "^FAE micro"), text => text.Length > 0, error);

                // The title carries the presented rate once frames flow.
                WaitFor(() => Xdotool(display, "getwindowname", window), title => Rate().Match(title) is { Success: true } match && match.Groups[1].Value != "0", error);
                Xdotool(display, "windowfocus", window);
                foreach (var key in new[] { "c", "n", "bracketright", "minus", "equal", "l", "space", "space", "Tab" })
                {
                    Xdotool(display, "key", key);
                }

                Assert.False(program.HasExited);
                Xdotool(display, "key", "Escape");
                Assert.True(program.WaitForExit(Patience.Long), "Escape did not end the program");
                Assert.True(program.ExitCode == 0, error.GetAwaiter().GetResult());
                Assert.Empty(Directory.EnumerateFiles(folder.Path));
            }
            finally
            {
                End(program);
            }
        }
        finally
        {
            End(server);
        }
    }

    [GeneratedRegex(@"^FAE micro: (\d+) fps, \d+ ms$")]
    private static partial Regex Rate();

    private static string WaitFor(Func<string> read, Func<string, bool> good, Task<string> error)
    {
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < Patience.Long)
        {
            if (read() is var text && good(text))
            {
                return text;
            }

            Thread.Yield();
        }

        throw new TimeoutException($"No window in time. {(error.IsCompleted ? error.GetAwaiter().GetResult() : string.Empty)}");
    }

    private static string Xdotool(string display, params string[] arguments)
    {
        var start = new ProcessStartInfo("xdotool", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DISPLAY"] = display;
        using var process = Process.Start(start)!;
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return text.Split('\n')[0].Trim();
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
