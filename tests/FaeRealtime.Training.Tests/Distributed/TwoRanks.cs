using FaeRealtime.Testing.Ranks;
using FaeRealtime.Training.Distributed;

namespace FaeRealtime.Training.Tests.Distributed;

/// <summary>Two ranks in two processes under mpirun.</summary>
internal static class TwoRanks
{
    /// <summary>What each rank returned.</summary>
    /// <param name="scene">A lambda that captures nothing.</param>
    /// <param name="argument">For both.</param>
    public static IReadOnlyList<T> Run<T>(Func<IRankExchange, string, T> scene, string argument = "")
    {
        var outcome = RankScene.Play<T>(2, scene, argument);
        Assert.True(outcome.ExitCode == 0, $"exit {outcome.ExitCode}: {outcome.Error}");
        return outcome.Results!;
    }
}
