using System.Text.Json.Nodes;
using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Live.Tests;
using FaeRealtime.Native.Tests.Distributed;

namespace FaeRealtime.Host.Tests.Ranks;

/// <summary>Training by two processes of the program, as a shell loop or torchrun starts them.</summary>
public sealed class RankTrainingTests
{
    private const string ConnectionLost = "Rank 0 of 2 lost the others: no answer from rank 1";

    /// <summary>Of a file's norm. Sums of two halves differ in their last bits, and AdamW turns the last bits of a gradient that is 0 but for rounding (a bias in front of a norm) into a part of a step.</summary>
    private const double Rounding = 1e-3;

    [GroupFact]
    public async Task Train_AllStagesByTwoProcesses_GiveTheModelOfOne()
    {
        using var place = new RankPlayground(steps: 10);
        var port = RankPlayground.FreePort();
        using var one = place.Start("all", "one");
        Succeeded(await one.End());
        using var first = place.Start("all", "two", port, rank: 0);
        using var second = place.Start("all", "two", port, rank: 1);

        Succeeded(await first.End());
        var quiet = await second.End();

        Succeeded(quiet);
        Assert.Empty(quiet.Output + quiet.Error);
        foreach (var file in new[] { "encoder", "feature-decoder", "pixel-decoder", "generator", "samples" })
        {
            AssertClose(place.Path($"one/{file}.safetensors"), place.Path($"two/{file}.safetensors"));
        }

        var agreements = File.ReadLines(place.Path("two/log.jsonl")).Where(line => line.Contains("ranksAgree", StringComparison.Ordinal));
        Assert.Equal([1, 1, 1, 1], agreements.Select(line => JsonNode.Parse(line)!["ranksAgree"]!.GetValue<int>()));
        Assert.Equal(Files(place.Path("one")), Files(place.Path("two")));
    }

    [GroupFact]
    public async Task Train_OtherProcessKilled_EndsWithItsRankAndAStateThatOneProcessContinues()
    {
        using var place = new RankPlayground(steps: 100_000, saveMinutes: 1e-4);
        var port = RankPlayground.FreePort();
        using var first = place.Start("ia", "run", port, rank: 0);
        using var second = place.Start("ia", "run", port, rank: 1);
        var state = await FirstState(place.Path("run/state"));
        second.Kill();

        var lost = await first.End();

        Assert.Equal(3, lost.ExitCode);
        Assert.Contains(ConnectionLost, lost.Error, StringComparison.Ordinal);
        Assert.Contains("--resume", lost.Error, StringComparison.Ordinal);
        using var resumed = place.Start("ia", "run", more: ["--resume", "--steps", $"{Newest(place.Path("run/state")) + 3}"]);
        Succeeded(await resumed.End());
        Assert.True(Newest(place.Path("run/state")) > state);
    }

    [GroupFact]
    public async Task Train_TermToTheOtherProcess_BothSaveAndStop()
    {
        using var place = new RankPlayground(steps: 100_000, saveMinutes: 1e-4);
        var port = RankPlayground.FreePort();
        using var first = place.Start("ia", "run", port, rank: 0);
        using var second = place.Start("ia", "run", port, rank: 1);
        await FirstState(place.Path("run/state"));
        second.Terminate();

        var results = new[] { await first.End(), await second.End() };

        Assert.All(results, result => Assert.True(result.ExitCode == 130, $"exit {result.ExitCode}: {result.Error}"));
        Assert.EndsWith("fae: cancelled\n", results[0].Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Train_EnvironmentHalfSet_ExitsTwoNamingWhatIsMissing()
    {
        var result = await FaeProcess.Run(["train", "ia", "--recipe", "r", "--data", "d", "--out", "o"], ("RANK", "0"), ("WORLD_SIZE", "2"), ("MASTER_ADDR", "127.0.0.1"));

        result.AssertRefused(2, "MASTER_PORT not");
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
        foreach (var key in one.Entries.Keys.Where(key => one.Entry(key).Dtype == TensorDtype.F32))
        {
            var (a, b) = (one.ReadSingle(key), two.ReadSingle(key));
            difference += a.Zip(b).Sum(pair => Math.Pow(pair.First - pair.Second, 2));
            norm += a.Sum(value => (double)value * value);
        }

        Assert.True(norm > 0);
        Assert.True(Math.Sqrt(difference / norm) <= Rounding, $"{Path.GetFileName(actual)} differs by {Math.Sqrt(difference / norm):g3} of its norm");
    }
}
