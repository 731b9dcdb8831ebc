using FaeRealtime.Core.Errors;
using FaeRealtime.Training.Distributed;

namespace FaeRealtime.Training.Tests.Distributed;

public sealed class RankPlaceTests
{
    private static readonly Dictionary<string, string> Shell = new()
    {
        ["RANK"] = "3",
        ["WORLD_SIZE"] = "4",
        ["MASTER_ADDR"] = "node1",
        ["MASTER_PORT"] = "29500",
    };

    [Fact]
    public void FromEnvironment_Nothing_IsOneProcess() => Assert.Null(RankPlace.FromEnvironment(_ => null));

    [Fact]
    public void FromEnvironment_AllFour_IsThePlace() =>
        Assert.Equal(new RankPlace(3, 4, 0, "node1", 29500), RankPlace.FromEnvironment(Shell.GetValueOrDefault));

    [Fact]
    public void FromEnvironment_OfTorchrun_LeavesTheMeetingPointToIt()
    {
        var variables = With(("LOCAL_RANK", "1"), ("TORCHELASTIC_USE_AGENT_STORE", "True"), ("TORCHELASTIC_RESTART_COUNT", "2"), ("GLOO_SOCKET_IFNAME", "eth1"));

        var expected = new RankPlace(3, 4, 1, "node1", 29500) { ServedByLauncher = true, Attempt = 2, NetworkInterface = "eth1" };

        Assert.Equal(expected, RankPlace.FromEnvironment(variables.GetValueOrDefault));
    }

    [Fact]
    public void FromEnvironment_WorldOfOne_IsOneProcess() =>
        Assert.Null(RankPlace.FromEnvironment(With(("RANK", "0"), ("WORLD_SIZE", "1")).GetValueOrDefault));

    [Theory]
    [InlineData("RANK")]
    [InlineData("WORLD_SIZE")]
    [InlineData("MASTER_ADDR")]
    [InlineData("MASTER_PORT")]
    public void FromEnvironment_OneMissing_NamesIt(string missing)
    {
        var failure = Assert.Throws<ConfigException>(() => RankPlace.FromEnvironment(With((missing, "")).GetValueOrDefault));

        Assert.Contains($"are set, {missing} not", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("RANK", "4")]
    [InlineData("RANK", "-1")]
    [InlineData("RANK", "first")]
    [InlineData("WORLD_SIZE", "0")]
    [InlineData("MASTER_PORT", "70000")]
    [InlineData("LOCAL_RANK", "x")]
    public void FromEnvironment_BadNumber_NamesVariableAndValue(string name, string value)
    {
        var failure = Assert.Throws<ConfigException>(() => RankPlace.FromEnvironment(With((name, value)).GetValueOrDefault));

        Assert.StartsWith($"{name} is '{value}'", failure.Message, StringComparison.Ordinal);
    }

    private static Dictionary<string, string> With(params (string Name, string Value)[] changes)
    {
        var variables = new Dictionary<string, string>(Shell);
        foreach (var (name, value) in changes)
        {
            variables[name] = value;
        }

        return variables;
    }
}
