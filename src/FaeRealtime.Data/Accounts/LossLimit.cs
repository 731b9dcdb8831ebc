using System.Globalization;

namespace FaeRealtime.Data.Accounts;

/// <summary>How much of a data set may be lost without being asked for: up to 1 % of its images, no label, not all captions.</summary>
internal static class LossLimit
{
    private const int OneIn = 100;
    /// <summary>What failures of a loss are about.</summary>
    public const string Subject = "AllowLoss";

    private const string Allowed = "Or allow the loss.";

    // A resource fork or a depth map beside the picture is no loss; these were meant to be pictures.
    private static readonly IgnoredReason[] LostImages = [IgnoredReason.UnreadFormat, IgnoredReason.OutsideList, IgnoredReason.Unreadable];

    // Of these, one is too many: what they hold is unknown or belongs elsewhere.
    private static readonly IgnoredReason[] Never = [IgnoredReason.AmbiguousPicture, IgnoredReason.OrphanLabel, IgnoredReason.CompressedShard];

    /// <summary>What is lost and what to do, or null.</summary>
    public static string? Refusal(DatasetAccount account)
    {
        List<string> problems = [.. account.Ignored.Where(one => Never.Contains(one.Reason)).Select(Problem)];
        var lost = account.Ignored.Where(one => LostImages.Contains(one.Reason)).ToList();
        var pictures = account.Used + account.HeldOut + lost.Sum(one => one.Count);
        if ((long)lost.Sum(one => one.Count) * OneIn > pictures)
        {
            problems.Add(string.Create(CultureInfo.InvariantCulture, $"more than 1 % of {pictures} pictures is lost: {string.Join(" ", lost.Select(Problem))}"));
        }

        if (account is { CaptionsFound: > 0, CaptionsUsed: 0 })
        {
            var orphans = account.Ignored.FirstOrDefault(one => one.Reason == IgnoredReason.OrphanCaption);
            problems.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{account.CaptionsFound} captions name no picture{(orphans is null ? string.Empty : $" ({DatasetAccountText.Names(orphans)})")}. Write the files' paths relative to the list."));
        }

        return problems.Count == 0 ? null : $"Data set {account.Path}: {string.Join(" ", problems)} {Allowed}";
    }

    private static string Problem(IgnoredItems items) =>
        string.Create(CultureInfo.InvariantCulture, $"{items.Count} × {DatasetAccountText.Reason(items.Reason)} ({DatasetAccountText.Names(items)}). {Remedy(items.Reason)}");

    private static string Remedy(IgnoredReason reason) => reason switch
    {
        IgnoredReason.UnreadFormat => "Convert them to PNG or JPEG.",
        IgnoredReason.OutsideList => "Add them to the list, move them into a split folder, or move them away.",
        IgnoredReason.Unreadable => "Restore or delete them.",
        IgnoredReason.AmbiguousPicture => "A key ends at the first dot of a name: give every picture a key of its own (replace further dots by '-'), or name one of them KEY.EXT. Where the very same name stands twice (tar -r, -u), pack the archive anew.",
        IgnoredReason.OrphanLabel => "Restore the pictures or remove the labels.",
        _ => "Turn them into .tar with 'gunzip'.",
    };
}
