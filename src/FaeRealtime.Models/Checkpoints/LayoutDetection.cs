using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Models.Checkpoints;

/// <summary>Finds a file's family and prefix by its keys: the combination that leaves the fewest open questions.</summary>
internal static class LayoutDetection
{
    // Wrappers and containers nest a few deep; and a hostile file must not make the search long.
    private const int MaximumDepth = 8;
    private const int MaximumPrefixes = 8;

    private static readonly string[] Averaged = ["ema", "model_ema", "ema_model", "teacher"];
    private static readonly string[] TrainingState = ["opt.", "optimizer.", "optimizer_states.", "scheduler.", "lr_schedulers."];

    /// <summary>Compares under every family and returns the best report; the earlier family wins a tie.</summary>
    /// <param name="network">The network's keys and shapes.</param>
    /// <param name="checkpoint">The file. Borrowed.</param>
    /// <param name="families">The layouts to try, at least one.</param>
    /// <exception cref="CheckpointException">The file holds several copies of the network and no averaged one.</exception>
    public static KeyReport Best(IReadOnlyDictionary<string, long[]> network, ICheckpoint checkpoint, IReadOnlyList<CheckpointLayout> families)
    {
        var best = families
            .SelectMany(family => Placements(network.Keys, checkpoint, family))
            .Select(layout => KeyReport.Of(network, checkpoint, layout))
            .MinBy(report => report.Problems)!;
        var layout = best.Layout;
        if (layout.Copies.Count > 0 && layout.Prefix.Length > 0 && !IsAveraged(layout.Prefix))
        {
            throw new CheckpointException($"Checkpoint '{checkpoint.Path}' holds several copies of the network, under '{layout.Prefix}' and '{string.Join("', '", layout.Copies)}'. Give a file with one.");
        }

        return best;
    }

    // A prefix is what stands before a key that the family has; the right one stands before most.
    private static IEnumerable<CheckpointLayout> Placements(IEnumerable<string> networkKeys, ICheckpoint checkpoint, CheckpointLayout family)
    {
        var wanted = networkKeys.SelectMany(key => family.RuleFor(key).FileKeys(key)!).ToHashSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var fileKey in checkpoint.Entries.Keys)
        {
            var start = 0;
            for (var depth = 0; depth < MaximumDepth && start >= 0; depth++)
            {
                if (wanted.Contains(fileKey.AsSpan(start)))
                {
                    counts[fileKey[..start]] = counts.GetValueOrDefault(fileKey[..start]) + 1;
                }

                var dot = fileKey.IndexOf('.', start);
                start = dot < 0 ? -1 : dot + 1;
            }
        }

        var most = counts.Count == 0 ? 0 : counts.Values.Max();
        string[] prefixes = counts.Count == 0 ? [string.Empty] : [.. counts.Where(entry => entry.Value == most).Select(entry => entry.Key)];
        return prefixes
            .OrderByDescending(IsAveraged).ThenBy(prefix => prefix.Length).ThenBy(prefix => prefix, StringComparer.Ordinal)
            .Take(MaximumPrefixes)
            .Select(prefix => family with { Prefix = prefix, Copies = [.. prefixes.Where(other => other != prefix)], Ignored = [.. family.Ignored, .. TrainingState] });
    }

    private static bool IsAveraged(string prefix) => prefix.Split('.').Any(part => Averaged.Contains(part, StringComparer.Ordinal));
}
