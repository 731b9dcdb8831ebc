using System.Diagnostics;
using FaeRealtime.Host.CommandLine;
using FaeRealtime.Host.Tests.Training;
using FaeRealtime.Live.Tests;
using FaeRealtime.Training.Recipes;
using FaeRealtime.Training.Runs;
using FaeRealtime.Training.Tests;

namespace FaeRealtime.Host.Tests;

/// <summary>SIGTERM ends every command within two seconds, wherever it stands.</summary>
[Collection(AloneTests.Name)]
public sealed class TerminationTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    // The system's own end on SIGTERM, before the program listens.
    private const int BeforeTheProgram = 143;

    private static readonly TimeSpan Start = TimeSpan.FromSeconds(90);

    private readonly TemporaryFolder _folder = new();
    private readonly TerminationInputs _inputs;

    public TerminationTests() => _inputs = new TerminationInputs(_folder);

    public void Dispose() => _folder.Dispose();

    // The mark is something that the program maps or prints when it is well inside its work; a live one ends as if its user had left.
    public static TheoryData<string, string, int> Commands => new()
    {
        { "serve MODEL --port 0 --presets PLACE/presets", "said:page http://", ExitCode.Success },
        { "live MODEL --http-port 0 --presets PLACE/presets", "said:page http://", ExitCode.Success },
        { "bench --model MODEL --no-gl --seconds 600", "maps:FaeRealtime.Cpu.dll", ExitCode.Cancelled },
        { "soak MODEL --frames 1000000000", "maps:libEGL", ExitCode.Cancelled },
        { "demo --headless --model MODEL --frames 10000 --out PLACE/walk.webp", "maps:libEGL", ExitCode.Cancelled },
        { "images MODEL --seeds 0-9999 --steps 1000 --out PLACE/pictures", "maps:FaeRealtime.Cpu.dll", ExitCode.Cancelled },
        { "directions MODEL --samples 10000 --steps 1000", "maps:FaeRealtime.Cpu.dll", ExitCode.Cancelled },
        { "video MODEL --w-frames 10000 --size 512 --out PLACE/walk.webp", "maps:FaeRealtime.Cpu.dll", ExitCode.Cancelled },
        { "morph 1 2 --model MODEL --frames 100000 --size 512 --out PLACE/morph.webp", "maps:FaeRealtime.Cpu.dll", ExitCode.Cancelled },
        { "video MODEL --w-frames 10000 --out PLACE/nobody-reads.rgba", "maps:FaeRealtime.Cpu.dll", ExitCode.Cancelled },
        { "render RECORDING --model MODEL --out PLACE/set.webp", "maps:FaeRealtime.Cpu.dll", ExitCode.Cancelled },
        { "remake GRID --model MODEL", "maps:FaeRealtime.Cpu.dll", ExitCode.Cancelled },
        { "info VASTMODEL", "maps:Cryptography.Native", ExitCode.Cancelled },
        { "images VASTMODEL --seeds 1 --out PLACE/one.png", "maps:Cryptography.Native", ExitCode.Cancelled },
        { "import --arch paper-xl --random 1 --out PLACE/new", "maps:libLibTorchSharp", ExitCode.Cancelled },
        { "data verify PICTURES --workers 1", "maps:libSkiaSharp", ExitCode.Cancelled },
        { "data tar SHARDS", "maps:System.Formats.Tar", ExitCode.Cancelled },
        { "eval files PICTURES PICTURES --model MODEL --encoder ENCODER", "maps:libSkiaSharp", ExitCode.Cancelled },
    };

    // These are over in a moment: the signal comes as soon as the program's own code runs, and they may have ended before.
    public static TheoryData<string> Moments =>
    [
        "export MODEL --out PLACE/part.safetensors", "info MODEL --params", "info --list", "info ENCODER", "doctor", "parity PLACE", "data folder PICTURES", "train export PLACE --to PLACE/exported",
        "import --from MODEL --generator MODEL/generator.safetensors --out PLACE/new", "serve --osc-list",
    ];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Command_Terminated_EndsWithinTwoSeconds(string line, string mark, int code)
    {
        using var process = FaeProcess.Start(_folder.Path, _inputs.Arguments(line));
        var said = new SaidLines(process);
        await Until(() => process.HasExited || Marked(process, said, mark), said);

        await Terminated(process, said);

        Assert.True(process.ExitCode == code, $"exit {process.ExitCode}: {said}");
        Assert.Empty(Directory.EnumerateFiles(_folder.Path, "*.part*", SearchOption.AllDirectories));
    }

    [Theory]
    [MemberData(nameof(Moments))]
    public async Task ShortCommand_Terminated_EndsWithinTwoSeconds(string line)
    {
        using var process = FaeProcess.Start(_folder.Path, _inputs.Arguments(line));
        var said = new SaidLines(process);
        await Until(() => process.HasExited || Marked(process, said, "maps:FaeRealtime.Core.dll"), said);

        var hadEnded = process.HasExited;
        await Terminated(process, said, mayHaveEnded: true);

        Assert.True(hadEnded || process.ExitCode is ExitCode.Success or ExitCode.Input or ExitCode.Native or ExitCode.Cancelled or BeforeTheProgram, $"exit {process.ExitCode}: {said}");
    }

    // Nobody writes: opening it would wait for ever.
    [Theory]
    [InlineData("images PIPE --out PLACE/a.png")]
    [InlineData("serve PIPE --port 0")]
    [InlineData("live PIPE --http-port 0")]
    [InlineData("render PIPE --model MODEL --out PLACE/a.webp")]
    [InlineData("remake PIPE --model MODEL")]
    [InlineData("info PIPE")]
    [InlineData("info PLACE/piped")]
    [InlineData("export PLACE/piped --out PLACE/a.pt")]
    [InlineData("import --from MODEL --generator PIPE --out PLACE/new")]
    [InlineData("import --config PIPE --random 1 --out PLACE/new")]
    [InlineData("morph PIPE 1 --model MODEL --encoder ENCODER --out PLACE/a.webp")]
    [InlineData("serve MODEL --port 0 --audio PIPE")]
    [InlineData("live MODEL --keys PIPE")]
    [InlineData("serve MODEL --map PIPE")]
    [InlineData("serve MODEL --presets PLACE/piped --preset config")]
    [InlineData("live PLACE/piped/config.json")]
    [InlineData("data verify PLACE/piped-set")]
    [InlineData("data tar PLACE/piped-shards")]
    [InlineData("data emoji --archive PIPE --out PLACE/emoji")]
    [InlineData("parity PLACE/piped")]
    [InlineData("eval files PIPE PIPE --model MODEL --encoder ENCODER")]
    [InlineData("eval patches PIPE --model MODEL --encoder ENCODER --out PLACE/patches")]
    [InlineData("train ia --recipe PIPE --data PICTURES --encoder ENCODER --out PLACE/run")]
    [InlineData("train export PLACE/piped --to PLACE/exported")]
    [InlineData("ablate table6 --recipe PIPE --data PICTURES --encoder ENCODER --out PLACE/run")]
    public async Task Command_WithAPipeForAFile_RefusesItAtOnce(string line)
    {
        foreach (var file in (string[])["piped/config.json", "piped/recipe.json", "piped-set/manifest.json", "piped-shards/a.tar"])
        {
            TerminationInputs.Pipe(_folder.At(file));
        }

        (await FaeProcess.RunIn(_folder.Path, _inputs.Arguments(line))).AssertRefused(ExitCode.Input, string.Empty);
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

    [Fact]
    public async Task Ablate_Terminated_EndsWithinTwoSeconds()
    {
        using var place = new TrainingPlace(SmallRecipe.Of(100_000, batch: 4), 120);
        string[] arguments = ["ablate", "table6", "--recipe", place.File("recipe.json"), "--data", place.Data, "--encoder", place.WriteEncoder(), "--out", place.File("runs"), "--pictures", "60", "--seeds", "2"];
        using var process = FaeProcess.Start(_folder.Path, arguments);
        var said = new SaidLines(process);
        await Until(() => process.HasExited || said.Has("Ia training"), said);

        await Terminated(process, said);

        Assert.Equal(ExitCode.Cancelled, process.ExitCode);
    }

    private static async Task Terminated(Process process, SaidLines said, bool mayHaveEnded = false)
    {
        Assert.True(mayHaveEnded || !process.HasExited, $"ended by itself: {said}");
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
}
