using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FaeRealtime.Live.Tests;
using FaeRealtime.Video.Formats;

namespace FaeRealtime.Host.Tests.Window;

/// <summary>The program in a real window on an X server of its own, with keys and mouse from outside.</summary>
[Collection(AloneTests.Name)]
public sealed partial class LiveWindowTests
{
    private const int Screen = 900;

    [WindowFact]
    public void Live_Window_ObeysKeysMouseAndSizes()
    {
        using var folder = new TemporaryFolder();
        TestModel.Create(folder.At("model"));
        var state = InWindow(folder, ["live", folder.At("model"), "--json", "--out", folder.At("out"), "--presets", folder.At("presets"), "--monitor", "1", "--no-vsync"], (key, window, wait) =>
        {
            key(["key", "n", "c", "minus", "equal", "equal", "bracketright", "k", "ctrl+1", "b", "space", "p", "question", "d", "Right", "shift+Up", "l", "v", "F12"]);
            key(["mousemove", "--window", window, "100", "100", "mousedown", "1", "mousemove", "--window", window, "484", "100", "mouseup", "1"]);
            key(["key", "F11"]);
            wait(["getwindowgeometry", window], text => text.Contains($"{Screen}x{Screen}", StringComparison.Ordinal));
            key(["key", "Escape"]);
            wait(["getwindowgeometry", window], text => text.Contains("768x768", StringComparison.Ordinal));
            key(["windowsize", window, "500", "300"]);
            wait(["getwindowgeometry", window], text => text.Contains("500x300", StringComparison.Ordinal));
            key(["key", "ctrl+s", "Tab", "ctrl+z", "ctrl+y", "Escape"]);
        });

        Assert.NotEqual(0ul, (ulong)state["source"]!["seeds"]![0]!["seed"]!);
        Assert.Equal(5, (int)state["sampler"]!["steps"]!);
        Assert.Equal(0, (int)state["condition"]!["classes"]![0]!["class"]!);
        Assert.Equal((true, true, true), ((bool)state["paused"]!, (bool)state["blackout"]!, (bool)state["pacing"]!["vsync"]!));
        Assert.Equal(("latent", "loop"), ((string)state["output"]!["view"]!, (string)state["source"]!["mode"]!));
        Assert.Single(state["source"]!["keyframes"]!.AsArray());

        // A press of an arrow is a quarter, with Shift a fortieth; the drag goes half the window to the right, and the picture with it.
        Assert.Equal(0.25 - 0.5, (double)state["source"]!["x"]!, 0.02);
        Assert.Equal(0.025, (double)state["source"]!["y"]!, 0.02);
        Assert.True(File.Exists(Path.Combine(folder.At("presets"), "1.json")));
        Assert.Contains("\"live\"", MetadataFile.Read(Assert.Single(Directory.GetFiles(folder.At("out"), "*.png")))!, StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(folder.At("out"), "*-set.json"));
    }

    [WindowFact]
    public void Demo_Window_OpensTheSameAndLeavesNoFile()
    {
        using var folder = new TemporaryFolder();
        TestModel.Create(folder.At("model"));
        InWindow(folder, ["demo", "--model", folder.At("model"), "--speed", "2"], (key, _, _) => key(["key", "space", "space", "Escape"]));
        Assert.Empty(Directory.EnumerateFiles(folder.Path));
    }

    [GeneratedRegex(@"^FAE micro: (\d+) fps, \d+ ms$")]
    private static partial Regex Rate();

    // Runs the program until it ends by itself; gives what it printed.
    private static JsonObject InWindow(TemporaryFolder folder, string[] arguments, Action<Action<string[]>, string, Action<string[], Func<string, bool>>> act)
    {
        using var server = Process.Start(new ProcessStartInfo("Xvfb", $"-displayfd 1 -screen 0 {Screen}x{Screen}x24 -nolisten tcp -noreset") { RedirectStandardOutput = true, RedirectStandardError = true })!;
        try
        {
            var display = ":" + server.StandardOutput.ReadLine();
            using var program = FaeProcess.Start(folder.Path, arguments, ("DISPLAY", display));
            var (output, error) = (program.StandardOutput.ReadToEndAsync(), program.StandardError.ReadToEndAsync());
            try
            {
                var window = WaitFor(() => Xdotool(display, "search", "--onlyvisible", "--name", "^FAE micro"), text => text.Length > 0, error).Split('\n')[0];

                // The title carries the presented rate once frames flow.
                WaitFor(() => Xdotool(display, "getwindowname", window), title => Rate().Match(title) is { Success: true } match && match.Groups[1].Value != "0", error);
                Xdotool(display, "windowfocus", "--sync", window);
                WaitFor(() => Xdotool(display, "getwindowfocus"), focused => focused == window, error);
                act(command => Xdotool(display, command), window, (command, good) => WaitFor(() => Xdotool(display, command), good, error));
                Assert.True(program.WaitForExit(Patience.Long), "Escape did not end the program");
                Assert.True(program.ExitCode == 0, error.GetAwaiter().GetResult());
                return output.GetAwaiter().GetResult() is { Length: > 0 } json ? JsonNode.Parse(json)!.AsObject() : [];
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

    private static string WaitFor(Func<string> read, Func<string, bool> good, Task<string> error)
    {
        var clock = Stopwatch.StartNew();
        var text = string.Empty;
        while (clock.Elapsed < Patience.Long)
        {
            text = read();
            if (good(text))
            {
                return text;
            }

            Thread.Yield();
        }

        throw new TimeoutException($"No such window in time: '{text}'. {(error.IsCompleted ? error.GetAwaiter().GetResult() : string.Empty)}");
    }

    private static string Xdotool(string display, params string[] arguments)
    {
        var start = new ProcessStartInfo("xdotool", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DISPLAY"] = display;
        using var process = Process.Start(start)!;
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return text.Trim();
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
