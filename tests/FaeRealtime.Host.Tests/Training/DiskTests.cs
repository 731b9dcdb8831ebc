using System.Diagnostics;
using FaeRealtime.Training.Recipes;
using FaeRealtime.Training.Runs;
using FaeRealtime.Training.Tests;

namespace FaeRealtime.Host.Tests.Training;

[Collection(AloneTests.Name)]
public sealed class DiskTests : IDisposable
{
    private readonly TrainingPlace _place = new(SmallRecipe.Of(10));

    public void Dispose() => _place.Dispose();

    // A limit on the size of files fails in the middle of a write, as a full disk does.
    [Fact]
    public async Task Resume_NoRoomForTheState_SaysSoAndKeepsTheEarlierOne()
    {
        var training = new TrainingProcess(_place);
        Assert.Equal(0, (await FaeProcess.Run(training.Arguments("run", "ia"))).ExitCode);
        var state = new RunFolder(_place.File("run")).States(StageKind.Ia).Saved[0];
        var before = TrainingPlace.Results(_place.File("run"));
        var blocks = new FileInfo(state).Length / 512 / 2;

        var full = await Limited(blocks, training.Arguments("run", "ia", "--resume", "--steps", "20"));

        Assert.True(full.ExitCode == 2, full.Error);
        Assert.Contains("cannot be written", full.Error, StringComparison.Ordinal);
        Assert.Contains("space", full.Error, StringComparison.Ordinal);
        var after = TrainingPlace.Results(_place.File("run"));
        Assert.All(before, file => Assert.True(file.Value.AsSpan().SequenceEqual(after[file.Key]), file.Key));
        Assert.Empty(Directory.EnumerateFiles(_place.File("run"), "*.tmp", SearchOption.AllDirectories));

        var again = await FaeProcess.Run(training.Arguments("run", "ia", "--resume", "--steps", "20"));
        Assert.True(again.ExitCode == 0, again.Error);
    }

    [Fact]
    public async Task RecipeNew_NoRoomForIt_LeavesNothingInItsPlace()
    {
        string[] arguments = ["recipe", "new", "--arch", "tiny", "--data", _place.Data, "--out", _place.File("new.json")];

        (await Limited(4, arguments)).AssertRefused(2, "new.json' cannot be written");
        Assert.Empty(Directory.EnumerateFiles(Path.GetDirectoryName(_place.File("new.json"))!, "*new.json*"));

        var again = await FaeProcess.Run(arguments);
        Assert.True(again.ExitCode == 0, again.Error);
    }

    [Fact]
    public async Task Train_FolderThatCannotBeMade_NamesIt()
    {
        var training = new TrainingProcess(_place);
        string[] arguments = [.. training.Arguments("run", "ia")];
        arguments[Array.IndexOf(arguments, "--out") + 1] = "/proc/fae-run";

        var refused = await FaeProcess.Run(arguments);

        refused.AssertRefused(2, "/proc/fae-run");
    }

    private static async Task<FaeResult> Limited(long blocks, string[] arguments)
    {
        var start = new ProcessStartInfo("sh", ["-c", $"ulimit -f {blocks}; trap '' XFSZ; exec dotnet \"$@\"", "sh", Path.Combine(AppContext.BaseDirectory, "fae.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Its executable pages are mapped from a file of gigabytes otherwise, which the limit forbids too.
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return new FaeResult(process.ExitCode, await output, await error);
    }
}
