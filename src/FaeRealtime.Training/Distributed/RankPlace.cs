using System.Globalization;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Training.Distributed;

/// <summary>Which process of a run this is, as Open MPI's mpirun or Slurm's srun says it.</summary>
/// <param name="Rank">This process, 0 to <paramref name="World"/> − 1.</param>
/// <param name="World">Processes in all.</param>
/// <param name="LocalRank">The same among the processes of this machine: its CUDA device.</param>
public sealed record RankPlace(int Rank, int World, int LocalRank)
{
    private const string MpirunWorld = "OMPI_COMM_WORLD_SIZE";
    private const string SlurmWorld = "SLURM_STEP_NUM_TASKS";
    private const string TorchrunWorld = "WORLD_SIZE";
    private const int LargestWorld = 65536;

    // What a launcher leaves for the MPI library of its processes.
    private static readonly string[] ProcessManagers = ["PMIX_RANK", "PMI_RANK"];

    /// <summary>Reads the environment.</summary>
    /// <param name="variable">A variable's value, or null.</param>
    /// <returns>Null for one process alone.</returns>
    /// <exception cref="ConfigException">Several processes were started without MPI, or a value makes no sense.</exception>
    public static RankPlace? FromEnvironment(Func<string, string?> variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        if (IsSet(variable, MpirunWorld))
        {
            return Read(variable, MpirunWorld, "OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_LOCAL_RANK");
        }

        if (IsSet(variable, SlurmWorld) && Read(variable, SlurmWorld, "SLURM_PROCID", "SLURM_LOCALID") is { } place)
        {
            return ProcessManagers.Any(name => IsSet(variable, name)) ? place : throw WithoutMpi(SlurmWorld, place.World, "Slurm started these processes without MPI between them: use srun --mpi=pmix (srun --mpi=list shows what there is) or mpirun inside the job.");
        }

        if (IsSet(variable, TorchrunWorld) && Number(variable, TorchrunWorld, 1, LargestWorld) is > 1 and var world)
        {
            throw WithoutMpi(TorchrunWorld, world, string.Create(CultureInfo.InvariantCulture, $"Several processes are started by mpirun: mpirun -n {world}, then the program."));
        }

        return null;
    }

    private static ConfigException WithoutMpi(string name, int world, string how) => new(string.Create(
        CultureInfo.InvariantCulture, $"{name} is {world}, but this process was not started by mpirun. {how} To train on one process, unset {name}."));

    private static RankPlace? Read(Func<string, string?> variable, string worldName, string rankName, string localName)
    {
        var world = Number(variable, worldName, 1, LargestWorld);
        return world == 1 ? null : new RankPlace(Number(variable, rankName, 0, world - 1), world, IsSet(variable, localName) ? Number(variable, localName, 0, world - 1) : 0);
    }

    private static bool IsSet(Func<string, string?> variable, string name) => !string.IsNullOrEmpty(variable(name));

    private static int Number(Func<string, string?> variable, string name, int minimum, int maximum) =>
        int.TryParse(variable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= minimum && value <= maximum
            ? value
            : throw new ConfigException(string.Create(CultureInfo.InvariantCulture, $"{name} is '{variable(name)}', allowed: {minimum} to {maximum}."));
}
