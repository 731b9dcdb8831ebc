using System.Globalization;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Training.Distributed;

/// <summary>Which process of a run this is, as torchrun, Slurm or a shell loop says it.</summary>
/// <param name="Rank">This process, 0 to <paramref name="World"/> − 1.</param>
/// <param name="World">Processes in all.</param>
/// <param name="LocalRank">The same among the processes of this machine: its CUDA device.</param>
/// <param name="Host">Where the ranks meet.</param>
/// <param name="Port">The TCP port there.</param>
public sealed record RankPlace(int Rank, int World, int LocalRank, string Host, int Port)
{
    private const string RankVariable = "RANK";
    private const string WorldVariable = "WORLD_SIZE";
    private const string LocalRankVariable = "LOCAL_RANK";
    private const string HostVariable = "MASTER_ADDR";
    private const string PortVariable = "MASTER_PORT";

    private static readonly string[] Needed = [RankVariable, WorldVariable, HostVariable, PortVariable];

    /// <summary>Whether a launcher serves the meeting point, as torchrun does (TORCHELASTIC_USE_AGENT_STORE); otherwise rank 0 does.</summary>
    public bool ServedByLauncher { get; init; }

    /// <summary>Which start of the launcher this is, so that a restart does not meet the ranks of the one before (TORCHELASTIC_RESTART_COUNT).</summary>
    public int Attempt { get; init; }

    /// <summary>The network interface to use (GLOO_SOCKET_IFNAME); null for the default.</summary>
    public string? NetworkInterface { get; init; }

    /// <summary>Reads the environment.</summary>
    /// <param name="variable">A variable's value, or null.</param>
    /// <returns>Null where nothing is set, or for a world of one.</returns>
    /// <exception cref="ConfigException">Only some variables are set, or a value makes no sense.</exception>
    public static RankPlace? FromEnvironment(Func<string, string?> variable)
    {
        var missing = Needed.Where(name => string.IsNullOrEmpty(variable(name))).ToArray();
        if (missing.Length == Needed.Length)
        {
            return null;
        }

        if (missing.Length > 0)
        {
            throw new ConfigException(
                $"{string.Join(", ", Needed.Except(missing))} {(missing.Length == Needed.Length - 1 ? "is" : "are")} set, {string.Join(", ", missing)} not: set all four to train on several processes, or none (unset {string.Join(' ', Needed)}) to train on one.");
        }

        var world = Number(variable, WorldVariable, 1, 65536);
        var rank = Number(variable, RankVariable, 0, world - 1);
        var place = new RankPlace(
            rank,
            world,
            string.IsNullOrEmpty(variable(LocalRankVariable)) ? 0 : Number(variable, LocalRankVariable, 0, world - 1),
            variable(HostVariable)!,
            Number(variable, PortVariable, 1, ushort.MaxValue))
        {
            ServedByLauncher = variable("TORCHELASTIC_USE_AGENT_STORE") == "True",
            Attempt = string.IsNullOrEmpty(variable("TORCHELASTIC_RESTART_COUNT")) ? 0 : Number(variable, "TORCHELASTIC_RESTART_COUNT", 0, int.MaxValue),
            NetworkInterface = variable("GLOO_SOCKET_IFNAME") is { Length: > 0 } name ? name : null,
        };
        return world == 1 ? null : place;
    }

    private static int Number(Func<string, string?> variable, string name, int lowest, int highest) =>
        int.TryParse(variable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= lowest && value <= highest
            ? value
            : throw new ConfigException(string.Create(CultureInfo.InvariantCulture, $"{name} is '{variable(name)}', allowed: {lowest} to {highest}."));
}
