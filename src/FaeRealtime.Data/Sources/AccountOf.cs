using FaeRealtime.Data.Accounts;

namespace FaeRealtime.Data.Sources;

/// <summary>Makes accounts of what sources found.</summary>
internal static class AccountOf
{
    /// <summary>An account of images that were not decoded: those that are absent or have a defect are unreadable.</summary>
    public static DatasetAccount Entries(string path, DatasetKind kind, int found, IReadOnlyList<ImageEntry> train, IReadOnlyList<ImageEntry> heldOut, IgnoredTally ignored)
    {
        var bad = train.Concat(heldOut).Where(entry => !IsUsable(entry)).ToList();
        bad.ForEach(entry => ignored.Add(IgnoredReason.Unreadable, entry.Place));
        return new DatasetAccount
        {
            Path = path,
            Kind = kind,
            Found = found,
            Used = train.Count(IsUsable),
            HeldOut = heldOut.Count(IsUsable),
            Ignored = ignored.Items(),
        };
    }

    /// <summary>The account after decoding.</summary>
    /// <param name="source">The data set.</param>
    /// <param name="reasons">What is wrong with each image, training images first; null for nothing.</param>
    public static DatasetAccount Decoded(DataSource source, IReadOnlyList<string?> reasons)
    {
        var ignored = new IgnoredTally();
        ignored.Add(source.Account.Ignored);
        var (used, heldOut) = (source.Account.Used, source.Account.HeldOut);
        for (var i = 0; i < reasons.Count; i++)
        {
            var isTrain = i < source.Train.Count;
            var entry = isTrain ? source.Train[i] : source.HeldOut[i - source.Train.Count];
            if (reasons[i] is not null && IsUsable(entry))
            {
                ignored.Add(IgnoredReason.Unreadable, entry.Place);
                (used, heldOut) = isTrain ? (used - 1, heldOut) : (used, heldOut - 1);
            }
        }

        return source.Account with { Used = used, HeldOut = heldOut, Ignored = ignored.Items() };
    }

    private static bool IsUsable(ImageEntry entry) => entry.Defect is null && entry.Length >= 0;
}
