using System.Diagnostics;
using FaeRealtime.Host.Tests.Training;
using FaeRealtime.Live.Tests;
using FaeRealtime.Training.Recipes;
using FaeRealtime.Training.Runs;
using FaeRealtime.Training.Tests;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;

namespace FaeRealtime.Host.Tests;

/// <summary>SIGTERM ends every command within two seconds, wherever it stands.</summary>
public sealed class TerminationTests : IDisposable
{
    private const int Pictures = 400;
    private const int Side = 2000;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Start = TimeSpan.FromSeconds(90);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // The mark is something that the program maps or prints when it is well inside its work.
    public static TheoryData<string, string> Commands => new()
    {
        { "serve MODEL --port 0 --presets PLACE/presets", "said:page http://" },
        { "live MODEL --http-port 0 --presets PLACE/presets", "said:page http://" },
        { "bench --model MODEL --no-gl --seconds 600", "maps:FaeRealtime.Cpu.dll" },
        { "soak MODEL --frames 1000000000", "maps:libEGL" },
        { "demo --headless --model MODEL --frames 10000 --out PLACE/walk.webp", "maps:libEGL" },
        { "images MODEL --seeds 0-9999 --steps 1000 --out PLACE/pictures", "maps:FaeRealtime.Cpu.dll" },
        { "video MODEL --w-frames 10000 --size 512 --out PLACE/walk.webp", "maps:FaeRealtime.Cpu.dll" },
        { "morph 1 2 --model MODEL --frames 100000 --size 512 --out PLACE/morph.webp", "maps:FaeRealtime.Cpu.dll" },
        { "video MODEL --w-frames 10000 --out PLACE/nobody-reads.rgba", "maps:FaeRealtime.Cpu.dll" },
        { "data verify PICTURES --workers 1", "maps:libSkiaSharp" },
    };

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Command_Terminated_EndsWithinTwoSeconds(string line, string mark)
    {
        TestModel.Create(_folder.At("model"));
        var place = _folder.Path;
        using (var pipe = Process.Start("mkfifo", [_folder.At("nobody-reads.rgba")]))
        {
            await pipe.WaitForExitAsync();
        }

        if (line.Contains("PICTURES", StringComparison.Ordinal))
        {
            WritePictures(_folder.At("pictures-in"));
        }

        var arguments = line.Replace("MODEL", _folder.At("model"), StringComparison.Ordinal).Replace("PICTURES", _folder.At("pictures-in"), StringComparison.Ordinal)
            .Replace("PLACE", place, StringComparison.Ordinal).Split(' ');
        using var process = FaeProcess.Start(place, arguments);
        var said = new SaidLines(process);
        await Until(() => process.HasExited || Marked(process, said, mark), said);

        await Terminated(process, said);
    }

    // Nothing answers: the fake npm stands for a registry that hangs.
    [Theory]
    [InlineData("emoji")]
    [InlineData("faces")]
    public async Task Data_TerminatedWhileFetching_EndsAndTakesNpmAlong(string what)
    {
        var npm = _folder.At("bin/npm");
        Directory.CreateDirectory(_folder.At("bin"));
        await File.WriteAllTextAsync(npm, $"#!/bin/sh\necho $$ > {_folder.At("npm.pid")}\ntrap '' TERM\nexec sleep 1000\n");
        using (var chmod = Process.Start("chmod", ["+x", npm]))
        {
            await chmod.WaitForExitAsync();
        }

        using var process = FaeProcess.Start(_folder.Path, ["data", what, "--out", _folder.At("data")], ("PATH", $"{_folder.At("bin")}:{Environment.GetEnvironmentVariable("PATH")}"));
        var said = new SaidLines(process);
        await Until(() => File.Exists(_folder.At("npm.pid")) && File.ReadAllText(_folder.At("npm.pid")).EndsWith('\n'), said);

        await Terminated(process, said);

        Assert.False(Directory.Exists($"/proc/{File.ReadAllText(_folder.At("npm.pid")).Trim()}"), "npm still runs");
    }

    // Decoding many pictures, features of them, and a step of many parts; only the last has something to save.
    [Theory]
    [InlineData("pictures", "decod|pictures")]
    [InlineData("features", "features")]
    [InlineData("step", "Ia training")]
    public async Task Train_Terminated_EndsWithinTwoSecondsAndSavesItsSteps(string where, string mark)
    {
        var recipe = SmallRecipe.Of(100_000, batch: where == "step" ? 512 : 4);
        recipe = recipe with
        {
            Ia = recipe.Ia with { Optimisation = recipe.Ia.Optimisation with { PartSize = where == "step" ? 1 : null } },
            Intervals = recipe.Intervals with { Validate = 100_000, SampleGrid = 100_000 },
        };
        using var place = new TrainingPlace(recipe, where == "step" ? 1200 : 4000);
        var training = new TrainingProcess(place);
        using var process = FaeProcess.Start(_folder.Path, training.Arguments("run", "ia"));
        var said = new SaidLines(process);
        await Until(() => mark.Split('|').Any(said.Has), said);

        await Terminated(process, said);

        Assert.Equal(130, process.ExitCode);
        if (where == "step")
        {
            Assert.NotEmpty(new RunFolder(place.File("run")).States(StageKind.Ia).Saved);
        }
        else
        {
            Assert.Empty(new RunFolder(place.File("run")).States(StageKind.Ia).Saved);
        }
    }

    private static async Task Terminated(Process process, SaidLines said)
    {
        Assert.False(process.HasExited, $"ended by itself: {said}");
        var watch = Stopwatch.StartNew();
        using (var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]))
        {
            await kill.WaitForExitAsync();
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        await process.WaitForExitAsync(patience.Token);
        Assert.True(watch.Elapsed < Limit, $"ended after {watch.Elapsed}: {said}");
        Assert.DoesNotContain("   at ", said.ToString(), StringComparison.Ordinal);
    }

    private static bool Marked(Process process, SaidLines said, string mark) => mark.Split(':', 2) switch
    {
        ["said", var text] => said.Has(text),
        var kind => File.ReadAllText($"/proc/{process.Id}/maps").Contains(kind[1], StringComparison.Ordinal),
    };

    private static async Task Until(Func<bool> holds, SaidLines said)
    {
        for (var watch = Stopwatch.StartNew(); !holds(); await Task.Delay(5))
        {
            Assert.True(watch.Elapsed < Start, said.ToString());
        }
    }

    private static void WritePictures(string path)
    {
        for (var i = 0; i < Pictures; i++)
        {
            Directory.CreateDirectory(Path.Combine(path, $"{i % 2}"));
            var file = Path.Combine(path, $"{i % 2}", $"{i}.png");
            if (i == 0)
            {
                using var image = new Image<Rgb24>(Side, Side);
                image.SaveAsPng(file);
            }
            else
            {
                File.Copy(Path.Combine(path, "0", "0.png"), file);
            }
        }
    }

    private sealed class SaidLines
    {
        private readonly Lock _gate = new();
        private readonly List<string> _lines = [];

        public SaidLines(Process process)
        {
            process.OutputDataReceived += (_, line) => Add(line.Data);
            process.ErrorDataReceived += (_, line) => Add(line.Data);
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
        }

        public bool Has(string text)
        {
            lock (_gate)
            {
                return _lines.Any(line => line.Contains(text, StringComparison.Ordinal));
            }
        }

        public override string ToString()
        {
            lock (_gate)
            {
                return string.Join('\n', _lines);
            }
        }

        private void Add(string? line)
        {
            lock (_gate)
            {
                _lines.Add(line ?? string.Empty);
            }
        }
    }
}
