using System.Diagnostics;
using System.Text.Json.Nodes;
using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Live.Tests;
using FaeRealtime.Native.Tests.Distributed;

namespace FaeRealtime.Host.Tests.Ranks;

/// <summary>Training by several processes of the program under mpirun.</summary>
[Collection(AloneTests.Name)]
public sealed class RankTrainingTests
{
    /// <summary>Of a file's norm. Sums of two halves differ in their last bits, and AdamW turns the last bits of a gradient that is 0 but for rounding (a bias in front of a norm) into a part of a step.</summary>
    private const double Rounding = 1e-3;

    private static readonly TimeSpan NamedWithin = TimeSpan.FromSeconds(10);

    [GroupFact]
    public async Task Train_AllStagesByTwoProcesses_GiveTheModelOfOne()
    {
        using var place = new RankPlayground(steps: 10);
        using var one = place.Start("all", "one");
        var alone = await one.End();
        Succeeded(alone);
        using var two = place.StartRanks(2, "all", "two");

        var together = await two.End();

        Succeeded(together);
        Assert.Single(together.Output.Split('\n'), line => line.Contains(place.Path("two"), StringComparison.Ordinal)); // rank 1 is quiet
        foreach (var file in new[] { "encoder", "feature-decoder", "pixel-decoder", "generator", "samples" })
        {
            AssertClose(place.Path($"one/{file}.safetensors"), place.Path($"two/{file}.safetensors"));
        }

        var agreements = File.ReadLines(place.Path("two/log.jsonl")).Where(line => line.Contains("ranksAgree", StringComparison.Ordinal));
        Assert.Equal([1, 1, 1, 1], agreements.Select(line => JsonNode.Parse(line)!["ranksAgree"]!.GetValue<int>()));
        Assert.Equal(Files(place.Path("one")), Files(place.Path("two")));
    }

    [GroupFact]
    public async Task Train_ARankKilled_IsNamedInTimeAndOtherNumbersOfRanksGoOn()
    {
        using var place = new RankPlayground(steps: 100_000, saveMinutes: 1e-4);
        using var two = place.StartRanks(2, "ia", "run");
        await FirstState(place.Path("run/state"));
        var clock = Stopwatch.GetTimestamp();
        place.Signal(1, "run", "KILL");

        var lost = await two.End();

        Assert.NotEqual(0, lost.ExitCode);
        Assert.Contains("process rank 1 ", lost.Error, StringComparison.Ordinal);
        Assert.Contains("--resume", lost.Error, StringComparison.Ordinal);
        Assert.True(Stopwatch.GetElapsedTime(clock) < NamedWithin, $"{Stopwatch.GetElapsedTime(clock)}");
        foreach (var ranks in new[] { 4, 1 })
        {
            var state = Newest(place.Path("run/state"));
            string[] more = ["--resume", "--steps", $"{state + 3}"];
            using var resumed = ranks == 1 ? place.Start("ia", "run", more) : place.StartRanks(ranks, "ia", "run", more);
            Succeeded(await resumed.End());
            Assert.Equal(state + 3, Newest(place.Path("run/state")));
        }
    }

    [GroupFact]
    public async Task Train_ARankStopped_IsNamedAfterTheTimeoutAndEnded()
    {
        using var place = new RankPlayground(steps: 100_000, saveMinutes: 1e-4);
        using var two = place.StartRanks(2, "ia", "run", "--rank-timeout", "0.05");
        await FirstState(place.Path("run/state"));
        place.Signal(1, "run", "STOP");

        var lost = await two.End();

        Assert.Equal(3, lost.ExitCode);
        Assert.Contains("fae: Rank 0 of 2 lost the others: no answer from rank 1 (waited 3 s). What was saved last is whole: start every rank again and resume. (--resume)", lost.Error, StringComparison.Ordinal);
    }

    [GroupTheory]
    [InlineData("TERM", 1)]
    [InlineData("USR1", null)] // mpirun passes it on
    public async Task Train_SignalToOneRankOrAll_AllSaveAndStop(string signal, int? rank)
    {
        using var place = new RankPlayground(steps: 100_000, saveMinutes: 1000);
        using var two = place.StartRanks(2, "ia", "run");
        await FirstLog(place.Path("run/log.jsonl"));
        if (rank is { } one)
        {
            place.Signal(one, "run", signal);
        }
        else
        {
            two.Signal(signal);
        }

        var ended = await two.End();

        Assert.True(ended.ExitCode == 130, $"exit {ended.ExitCode}: {ended.Error}");
        Assert.Contains("fae: cancelled", ended.Error, StringComparison.Ordinal);
        Assert.Single(Directory.EnumerateFiles(place.Path("run/state"), "ia-0*.safetensors"));
    }

    // A file that is no library takes the place of Open MPI's.
    [Fact]
    public async Task Train_WithoutOpenMpi_OneProcessTrainsAndARankNamesThePackages()
    {
        using var place = new RankPlayground(steps: 2);
        Directory.CreateDirectory(place.Path("lib"));
        File.WriteAllText(place.Path("lib/libmpi.so.40"), "");
        var without = ("LD_LIBRARY_PATH", place.Path("lib"));

        using var alone = place.Start("ia", "alone", [without]);
        Succeeded(await alone.End());
        using var rank = place.Start("ia", "rank", [without, ("OMPI_COMM_WORLD_SIZE", "2"), ("OMPI_COMM_WORLD_RANK", "0")]);

        (await rank.End()).AssertRefused(3, "libopenmpi3 and openmpi-bin");
    }

    [Fact]
    public async Task Train_SeveralProcessesWithoutMpirun_ExitsTwoSayingHow()
    {
        var result = await FaeProcess.Run(["train", "ia", "--recipe", "r", "--data", "d", "--out", "o"], ("RANK", "0"), ("WORLD_SIZE", "2"));

        result.AssertRefused(2, "mpirun -n 2");
    }

    private static void Succeeded(FaeResult result) => Assert.True(result.ExitCode == 0, $"exit {result.ExitCode}: {result.Error}");

    private static int Newest(string folder) => Directory.EnumerateFiles(folder, "ia-0*.safetensors").Select(StepOf).Max();

    private static int StepOf(string path) => int.Parse(Path.GetFileNameWithoutExtension(path).AsSpan("ia-".Length), System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<int> FirstState(string folder)
    {
        using var patience = new CancellationTokenSource(Patience.Long);
        while (!Directory.Exists(folder) || !Directory.EnumerateFiles(folder, "ia-0*.safetensors").Any())
        {
            await Task.Delay(20, patience.Token);
        }

        return Newest(folder);
    }

    private static async Task FirstLog(string path)
    {
        using var patience = new CancellationTokenSource(Patience.Long);
        while (!File.Exists(path) || !File.ReadAllText(path).Contains("\"step\"", StringComparison.Ordinal))
        {
            await Task.Delay(20, patience.Token);
        }
    }

    // Sheets, logs and states included: rank 1 leaves nothing of its own. Event files are named by the time, caches by the bits of the encoder.
    private static IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Where(path => !path.Contains("tfevents", StringComparison.Ordinal) && !path.Contains("/cache/", StringComparison.Ordinal))
        .Select(path => Path.GetRelativePath(folder, path))
        .Order(StringComparer.Ordinal);

    private static void AssertClose(string expected, string actual)
    {
        using var one = SafetensorsReader.Open(expected);
        using var two = SafetensorsReader.Open(actual);
        Assert.Equal(one.Entries.Keys.Order(), two.Entries.Keys.Order());
        var (difference, norm) = (0.0, 0.0);
        foreach (var key in one.Entries.Keys.Where(key => one.Entry(key).Dtype is TensorDtype.F32 or TensorDtype.F16))
        {
            var (a, b) = (one.ReadSingle(key), two.ReadSingle(key));
            difference += a.Zip(b).Sum(pair => Math.Pow(pair.First - pair.Second, 2));
            norm += a.Sum(value => (double)value * value);
        }

        Assert.True(norm > 0);
        Assert.True(Math.Sqrt(difference / norm) <= Rounding, $"{Path.GetFileName(actual)} differs by {Math.Sqrt(difference / norm):g3} of its norm");
    }
}
