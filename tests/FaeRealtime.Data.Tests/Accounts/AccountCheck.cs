using FaeRealtime.Data.Accounts;

namespace FaeRealtime.Data.Tests.Accounts;

/// <summary>What holds of every account.</summary>
internal static class AccountCheck
{
    /// <summary>Found is used, held out and ignored; a reason names as many as it counts, three at most.</summary>
    public static DatasetAccount AddsUp(DatasetAccount account)
    {
        Assert.Equal(account.Found, account.Used + account.HeldOut + account.IgnoredCount);
        Assert.All(account.Ignored, one => Assert.Equal(Math.Min(one.Count, IgnoredItems.MostNames), one.First.Count));
        Assert.True(account.CaptionsUsed <= account.CaptionsFound && account.LabelsUsed <= account.LabelsFound);
        return account;
    }
}
