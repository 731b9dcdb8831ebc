using System.Globalization;
using FaeRealtime.Data.Accounts;

namespace FaeRealtime.Data.Sources;

/// <summary>Makes a sample of the members of a key.</summary>
internal static class TarSampleGroup
{
    /// <summary>Chooses the key's image, caption and label. KEY.EXT wins over KEY.x.EXT; where that does not decide, the first is taken and the others are ambiguous.</summary>
    /// <param name="shard">For names.</param>
    /// <param name="members">All of the key, in the archive's order.</param>
    /// <param name="samples">Where the sample is added, if there is one.</param>
    /// <param name="ignored">Where the rest is counted.</param>
    /// <returns>How many members belong to the sample beside its image.</returns>
    public static int Divide(string shard, TarMember[] members, List<TarSample> samples, IgnoredTally ignored)
    {
        TarMember[] images = [.. members.Where(member => member.IsImage)];
        TarMember[] plain = [.. images.Where(member => member.Middle.Length == 0)];
        var isDecided = images.Length == 1 || plain.Length == 1;
        var image = plain.FirstOrDefault() ?? images.FirstOrDefault();
        var caption = image is null ? null : Companion(members, image, member => member.IsCaption);
        var label = image is null ? null : Companion(members, image, member => member.IsLabel);
        foreach (var member in members.Where(member => !ReferenceEquals(member, image) && !ReferenceEquals(member, caption) && !ReferenceEquals(member, label)))
        {
            ignored.Add(Reason(member, isDecided), $"{shard}/{member.Name}");
        }

        if (image is null)
        {
            return 0;
        }

        samples.Add(Sample(image, caption, label));
        return (caption is null ? 0 : 1) + (label is null ? 0 : 1);
    }

    // The one that is named as the image is, else the first.
    private static TarMember? Companion(TarMember[] members, TarMember image, Func<TarMember, bool> isKind) =>
        Array.Find(members, member => isKind(member) && member.Middle == image.Middle)
        ?? Array.Find(members, member => isKind(member) && member.Middle.Length == 0)
        ?? Array.Find(members, member => isKind(member));

    private static IgnoredReason Reason(TarMember member, bool isDecided) => member switch
    {
        { IsImage: true } => isDecided ? IgnoredReason.SecondPicture : IgnoredReason.AmbiguousPicture,
        { IsCaption: true } => IgnoredReason.OrphanCaption,
        { IsLabel: true } => isDecided ? IgnoredReason.UnknownType : IgnoredReason.OrphanLabel,
        _ => ImageFiles.ReasonToIgnore(member.Name),
    };

    private static TarSample Sample(TarMember image, TarMember? text, TarMember? number)
    {
        var caption = text?.Bytes is { } words ? CaptionText.Read(words) : null;
        var label = -1;
        var badClass = number is not null
            && !(number.Bytes is { } digits && int.TryParse(CaptionText.Read(digits), NumberStyles.None, CultureInfo.InvariantCulture, out label));
        return new TarSample(image.Name, image.Offset, image.Length)
        {
            Caption = caption,
            Class = badClass ? -1 : label,
            Defect = text is not null && text.Bytes is null ? "its caption is too long" : text is not null && caption is null ? CaptionText.NotUtf8 : badClass ? "its class is no number" : null,
        };
    }
}
