using System.Text.Json;
using FaeRealtime.Data.Loading;
using FaeRealtime.Testing;
using FaeRealtime.Training.Runs;

namespace FaeRealtime.Training.Tests.Runs;

public sealed class LogNumberTests : IDisposable
{
    // Written where something is rare: a perceptual net was given, something was skipped, several processes trained.
    private static readonly string[] Rare = ["perceptual", "skipped", "skippedPictures", "ranks", "ranksAgree"];

    private readonly TrainingPlace _place = new(SmallRecipe.WithDiscriminator(SmallRecipe.Of(5), firstStep: 1, start: 2));

    public void Dispose() => _place.Dispose();

    [Fact]
    public void Keys_OfEveryStagesLog_AreExplainedInTheGuide()
    {
        TrainingPlace.Train(_place.Options() with { Loading = new DataOptions { MemoryMebibytes = 0, SmallestCapacity = 2, Workers = 2 } });
        var rows = File.ReadAllLines(Path.Combine(Repository.Root, "src", "FaeRealtime.Training", "README.md")).Where(line => line.StartsWith("| `", StringComparison.Ordinal));
        var explained = rows.SelectMany(row => row.Split('|')[1].Split('`').Where((_, i) => i % 2 == 1)).ToHashSet(StringComparer.Ordinal);

        var written = File.ReadLines(new RunFolder(_place.Out).LogPath)
            .SelectMany(line => JsonDocument.Parse(line).RootElement.EnumerateObject().Select(member => member.Name))
            .Concat(Rare)
            .ToHashSet(StringComparer.Ordinal);

        Assert.Superset(new HashSet<string>(["loss", "kl", "adversary.told", "heldOut.error2", "heldOut.psnr", "meanTime", "decodeWait"]), written);
        Assert.Empty(written.Except(["time", "stage", "step"]).Except(explained));
    }
}
