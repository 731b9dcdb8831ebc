using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using FaeRealtime.Core.Errors;
using FaeRealtime.Native.Distributed;
using FaeRealtime.Testing.Ranks;

namespace FaeRealtime.Native.Tests.Distributed;

/// <summary>Real processes under mpirun.</summary>
public sealed class ProcessGroupTests
{
    private const string Reason = "the disk is full";
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    // What mpirun and the start of a process take on a busy machine comes on top.
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(2);

    [GroupTheory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void Sum_OfProcesses_HasTheSameBitsOnAll(int world)
    {
        var outcome = RankScene.Play<string[]>(world, static (IDisposable? _, string argument) => SumOf(argument), Text(world));

        Succeeded(outcome);
        Assert.All(outcome.Results, digests => Assert.Equal(outcome.Results[0], digests));
    }

    [GroupFact]
    public void Sum_OfTwoProcesses_IsThatOfTwoNumbers()
    {
        var outcome = RankScene.Play<string[]>(2, static (IDisposable? _, string argument) => SumOf(argument), "2");

        Succeeded(outcome);
        Assert.Equal(Lengths.Select(length => Digest([.. Values(0, length).Zip(Values(1, length), (a, b) => a + b)])), outcome.Results[0]);
    }

    [GroupFact]
    public void Broadcast_FromAnyRank_ReachesAll()
    {
        var outcome = RankScene.Play<string[]>(
            3,
            static (IDisposable? _, string argument) =>
            {
                using var group = Join(argument);
                return Lengths.Select(length =>
                {
                    var values = Values(group.Rank, length);
                    group.Broadcast(MemoryMarshal.AsBytes(values.AsSpan()), length % 3);
                    return Digest(values);
                }).ToArray();
            },
            "3");

        Succeeded(outcome);
        Assert.All(outcome.Results, digests => Assert.Equal(Lengths.Select(length => Digest(Values(length % 3, length))), digests));
    }

    [GroupFact]
    public void Sum_ARankKilled_IsNamedAndAllEnd()
    {
        var outcome = RankScene.Play<string>(3, static (IDisposable? _, string argument) => SumWithout(1, argument, static () => Raise("KILL")), "3");

        Assert.NotEqual(0, outcome.ExitCode);
        Assert.Contains("process rank 1 ", outcome.Error, StringComparison.Ordinal);
        Assert.True(outcome.Elapsed < Soon, $"{outcome.Elapsed}");
    }

    [GroupFact]
    public void Sum_ARankStopped_IsNamedAfterTheTimeoutAndAllEnd()
    {
        var outcome = RankScene.Play<string>(3, static (IDisposable? _, string argument) => SumWithout(2, argument, static () => Raise("STOP")), "3");

        Assert.NotEqual(0, outcome.ExitCode);
        var heard = outcome.Results.OfType<string>().ToArray();
        Assert.NotEmpty(heard);
        Assert.All(heard, message => Assert.Contains("no answer from rank 2 (waited", message, StringComparison.Ordinal));
        Assert.True(outcome.Elapsed < Soon, $"{outcome.Elapsed}");
    }

    [GroupFact]
    public void Sum_ARankLeft_TellsItsReasonAtOnce()
    {
        var outcome = RankScene.Play<string>(
            2,
            static (IDisposable? _, string argument) =>
            {
                using var group = Join(argument, TimeSpan.FromMinutes(2));
                if (group.Rank == 0)
                {
                    return Assert.Throws<NativeException>(() => group.Sum(Values(0, 5))).Message;
                }

                group.Leave(Reason);
                return "left";
            },
            "2");

        Assert.NotEqual(0, outcome.ExitCode);
        Assert.Equal($"Rank 0 of 2 lost the others: rank 1 ended: {Reason}.", outcome.Results[0]);
        Assert.True(outcome.Elapsed < Soon, $"{outcome.Elapsed}");
    }

    [GroupFact]
    public void Leave_ByAllRanks_EndsInOrder()
    {
        var outcome = RankScene.Play<int>(
            3,
            static (IDisposable? _, string argument) =>
            {
                using var group = Join(argument);
                group.Leave("cancelled");
                return group.World;
            },
            "3");

        Succeeded(outcome);
        Assert.Equal([3, 3, 3], outcome.Results);
    }

    [GroupFact]
    public void Join_ARankNeverComes_SaysSo()
    {
        var outcome = RankScene.Play<string>(
            1,
            static (IDisposable? _, string argument) => Assert.Throws<NativeException>(() => ProcessGroup.Join(new ProcessGroupOptions(0, 2) { StartTimeout = Short })).Message,
            "",
            ":", "-n", "1", "sleep", "100");

        Assert.Contains("No answer within 2 s from MPI_Init: not all ranks came", outcome.Results[0], StringComparison.Ordinal);
        Assert.True(outcome.Elapsed < Soon, $"{outcome.Elapsed}");
    }

    [GroupFact]
    public void Join_WithoutMpirun_SaysHowToStart()
    {
        var outcome = RankScene.PlayAlone<string>(
            static (IDisposable? _, string argument) => Assert.Throws<NativeException>(() => ProcessGroup.Join(new ProcessGroupOptions(1, 2))).Message, "");

        Assert.StartsWith("This should be rank 1 of 2, but for libmpi.so.40 it is rank 0 of 1: it was started without mpirun", outcome.Results[0], StringComparison.Ordinal);
        Assert.Contains("mpirun -n 2", outcome.Results[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Load_NotInstalled_NamesTheDebianPackages()
    {
        var failure = Assert.Throws<NativeException>(() => MpiLibrary.Load("libmpi-absent.so.40"));

        Assert.Contains("libmpi-absent.so.40 is not found. Install it (Debian: libopenmpi3 and openmpi-bin", failure.Message, StringComparison.Ordinal);
    }

    // One below what ranks meet for, one above.
    private static int[] Lengths => [1, 1000, 300_000];

    private static ProcessGroup Join(string world, TimeSpan? timeout = null) => ProcessGroup.Join(new ProcessGroupOptions(
        int.Parse(Environment.GetEnvironmentVariable("OMPI_COMM_WORLD_RANK")!, CultureInfo.InvariantCulture), int.Parse(world, CultureInfo.InvariantCulture))
    {
        Timeout = timeout ?? Short,
    });

    private static string[] SumOf(string world)
    {
        using var group = Join(world, TimeSpan.FromMinutes(1));
        return [.. Lengths.Select(length =>
        {
            var values = Values(group.Rank, length);
            group.Sum(values);
            return Digest(values);
        })];
    }

    private static string SumWithout(int rank, string world, Action end)
    {
        using var group = Join(world);
        if (group.Rank == rank)
        {
            end();
        }

        return Assert.Throws<NativeException>(() => group.Sum(Values(group.Rank, 5))).Message;
    }

    private static void Raise(string signal) => Mpirun.Signal(Text(Environment.ProcessId), signal);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    // Numbers whose sums are not exact, different for each rank.
    private static float[] Values(int rank, int length) => [.. Enumerable.Range(0, length).Select(i => MathF.Sin((i * (rank + 1)) + 0.3f) * MathF.Exp(i % 20))];

    private static string Digest(float[] values) => Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes(values.AsSpan())));

    private static void Succeeded<T>(RankOutcome<T> outcome) => Assert.True(outcome.ExitCode == 0, $"exit {outcome.ExitCode}: {outcome.Error}");
}
