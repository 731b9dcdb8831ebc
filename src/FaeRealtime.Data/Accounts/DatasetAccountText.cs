using System.Globalization;

namespace FaeRealtime.Data.Accounts;

/// <summary>An account in words.</summary>
public static class DatasetAccountText
{
    /// <summary>Writes the report: the sum, a line for each reason, captions and labels, lists and remarks.</summary>
    public static void Write(DatasetAccount account, TextWriter output)
    {
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Printable(account.Path)}: found {account.Found} = used {account.Used} + held out {account.HeldOut} + ignored {account.IgnoredCount}"));
        foreach (var one in account.Ignored)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  ignored {one.Count}, {Reason(one.Reason)}: {Names(one)}"));
        }

        if (account.CaptionsFound > 0)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  captions: {account.CaptionsUsed} of {account.CaptionsFound} used"));
        }

        if (account.LabelsFound > 0)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  labels: {account.LabelsUsed} of {account.LabelsFound} used"));
        }

        if (account.Lists.Count > 0)
        {
            output.WriteLine($"  lists read: {string.Join(", ", account.Lists.Select(Printable))}");
        }

        foreach (var remark in account.Remarks)
        {
            output.WriteLine($"  {Printable(remark)}");
        }
    }

    /// <summary>What a reason is called.</summary>
    internal static string Reason(IgnoredReason reason) => reason switch
    {
        IgnoredReason.HiddenName => "hidden or system name",
        IgnoredReason.UnknownType => "unknown type",
        IgnoredReason.UnreadFormat => "picture of a format that is not read",
        IgnoredReason.SecondPicture => "second picture of a key",
        IgnoredReason.AmbiguousPicture => "several pictures of a key and none is the first",
        IgnoredReason.OrphanCaption => "caption without a picture",
        IgnoredReason.OrphanLabel => "label without a picture",
        IgnoredReason.Unreadable => "unreadable",
        IgnoredReason.OutsideList => "outside the list or the split folders",
        IgnoredReason.RepeatedFolder => "folder that is visited already",
        _ => "compressed shard",
    };

    /// <summary>The first names, and that there are more.</summary>
    internal static string Names(IgnoredItems items) => string.Join(", ", items.First.Select(Printable)) + (items.Count > items.First.Count ? ", …" : string.Empty);

    // A name from a file must not steer a terminal.
    private static string Printable(string text) => text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? $"\\u{(int)c:x4}" : c.ToString())) : text;
}
