using System.Runtime.InteropServices;
using FaeRealtime.Core.Errors;
using FaeRealtime.Native.Distributed;

namespace FaeRealtime.Native.Tests.Distributed;

public sealed class ProcessGroupTests
{
    [GroupFact]
    public void Sum_OfTwoProcesses_IsExactAndTheSameBitsOnBoth()
    {
        var (values, other) = With(OtherRank.Sums, (group, values) => group.Sum(values));

        Assert.Equal(OtherRank.Values(0).Zip(OtherRank.Values(1), (a, b) => a + b), values);
        Assert.Equal(OtherRank.Digest(values), other);
    }

    [GroupFact]
    public void Broadcast_FromRankZero_ReachesTheOtherProcess()
    {
        var (values, other) = With(OtherRank.Copies, (group, values) => group.Broadcast(MemoryMarshal.AsBytes(values.AsSpan())));

        Assert.Equal(OtherRank.Values(0), values);
        Assert.Equal(OtherRank.Digest(values), other);
    }

    [GroupFact]
    public void Sum_OtherRankKilled_NamesIt()
    {
        var failure = Assert.Throws<NativeException>(() => With(OtherRank.Vanishes, (group, values) => group.Sum(values)));

        Assert.StartsWith("Rank 0 of 2 lost the others: no answer from rank 1", failure.Message, StringComparison.Ordinal);
    }

    [GroupFact]
    public void Sum_OtherRankLeft_TellsItsReason()
    {
        var failure = Assert.Throws<NativeException>(() => With(OtherRank.Leaves, (group, values) => group.Sum(values)));

        Assert.Contains($"rank 1 ended: {OtherRank.Reason}", failure.Message, StringComparison.Ordinal);
    }

    [GroupFact]
    public void Join_OthersNeverStart_SaysWhereAndHowLong()
    {
        var port = OtherRank.FreePort();
        var options = new ProcessGroupOptions(0, 2, "127.0.0.1", port) { StartTimeout = TimeSpan.FromSeconds(1) };

        var failure = Assert.Throws<NativeException>(() => ProcessGroup.Join(options));

        Assert.StartsWith($"Rank 0 of 2 could not meet the others at 127.0.0.1:{port} within 1 s: rank 1 did not come.", failure.Message, StringComparison.Ordinal);
    }

    [GroupFact]
    public void Join_BackendNotBuilt_SaysWhatToInstall()
    {
        if (ProcessGroup.Backends.HasFlag(CollectiveBackend.Nccl))
        {
            return;
        }

        var options = new ProcessGroupOptions(0, 2, "127.0.0.1", OtherRank.FreePort()) { OnDevice = true };

        var failure = Assert.Throws<NativeException>(() => ProcessGroup.Join(options));

        Assert.Contains("built without Nccl", failure.Message, StringComparison.Ordinal);
        Assert.Contains("CUDA toolkit", failure.Message, StringComparison.Ordinal);
    }

    private static (float[] Values, string Other) With(string scene, Action<ProcessGroup, float[]> exchange)
    {
        var port = OtherRank.FreePort();
        using var process = OtherRank.Start(scene, port);
        using var group = OtherRank.Join(0, port);
        var values = OtherRank.Values(0);
        exchange(group, values);
        return (values, process.StandardOutput.ReadToEnd());
    }
}
