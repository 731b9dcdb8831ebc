using FaeRealtime.Core.Errors;
using FaeRealtime.Training.Distributed;

namespace FaeRealtime.Training.Tests.Distributed;

public sealed class RankPlaceTests
{
    private static readonly Dictionary<string, string> Mpirun = new()
    {
        ["OMPI_COMM_WORLD_SIZE"] = "4",
        ["OMPI_COMM_WORLD_RANK"] = "3",
        ["OMPI_COMM_WORLD_LOCAL_RANK"] = "1",
    };

    private static readonly Dictionary<string, string> Srun = new()
    {
        ["SLURM_STEP_NUM_TASKS"] = "8",
        ["SLURM_PROCID"] = "6",
        ["SLURM_LOCALID"] = "2",
        ["PMIX_RANK"] = "6",
    };

    [Fact]
    public void FromEnvironment_Nothing_IsOneProcess() => Assert.Null(RankPlace.FromEnvironment(_ => null));

    [Fact]
    public void FromEnvironment_OfMpirun_IsThePlace() => Assert.Equal(new RankPlace(3, 4, 1), RankPlace.FromEnvironment(Mpirun.GetValueOrDefault));

    [Fact]
    public void FromEnvironment_OfSrunWithPmix_IsThePlace() => Assert.Equal(new RankPlace(6, 8, 2), RankPlace.FromEnvironment(Srun.GetValueOrDefault));

    // A batch script sees the tasks of its job, but is one process.
    [Fact]
    public void FromEnvironment_OfSlurmsBatchScript_IsOneProcess() =>
        Assert.Null(RankPlace.FromEnvironment(new Dictionary<string, string> { ["SLURM_NTASKS"] = "8", ["SLURM_PROCID"] = "0" }.GetValueOrDefault));

    [Fact]
    public void FromEnvironment_OfMpirunInsideSlurm_IsMpiruns() =>
        Assert.Equal(new RankPlace(3, 4, 1), RankPlace.FromEnvironment(Mpirun.Concat(Srun).ToDictionary().GetValueOrDefault));

    [Theory]
    [InlineData("OMPI_COMM_WORLD_SIZE")]
    [InlineData("SLURM_STEP_NUM_TASKS")]
    [InlineData("WORLD_SIZE")]
    public void FromEnvironment_WorldOfOne_IsOneProcess(string name) =>
        Assert.Null(RankPlace.FromEnvironment(new Dictionary<string, string> { [name] = "1" }.GetValueOrDefault));

    [Fact]
    public void FromEnvironment_OfSrunWithoutMpi_SaysHowToStart()
    {
        var failure = Assert.Throws<ConfigException>(() => RankPlace.FromEnvironment(With(Srun, ("PMIX_RANK", "")).GetValueOrDefault));

        Assert.Contains("SLURM_STEP_NUM_TASKS is 8, but this process was not started by mpirun", failure.Message, StringComparison.Ordinal);
        Assert.Contains("srun --mpi=pmix", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FromEnvironment_OfTorchrun_SaysHowToStart()
    {
        var failure = Assert.Throws<ConfigException>(() => RankPlace.FromEnvironment(new Dictionary<string, string> { ["RANK"] = "0", ["WORLD_SIZE"] = "2" }.GetValueOrDefault));

        Assert.Contains("mpirun -n 2", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("OMPI_COMM_WORLD_RANK", "4")]
    [InlineData("OMPI_COMM_WORLD_RANK", "-1")]
    [InlineData("OMPI_COMM_WORLD_RANK", "first")]
    [InlineData("OMPI_COMM_WORLD_RANK", "")]
    [InlineData("OMPI_COMM_WORLD_SIZE", "0")]
    [InlineData("OMPI_COMM_WORLD_LOCAL_RANK", "x")]
    public void FromEnvironment_BadNumber_NamesVariableAndValue(string name, string value)
    {
        var failure = Assert.Throws<ConfigException>(() => RankPlace.FromEnvironment(With(Mpirun, (name, value)).GetValueOrDefault));

        Assert.StartsWith($"{name} is '{value}'", failure.Message, StringComparison.Ordinal);
    }

    private static Dictionary<string, string> With(Dictionary<string, string> variables, params (string Name, string Value)[] changes)
    {
        var changed = new Dictionary<string, string>(variables);
        foreach (var (name, value) in changes)
        {
            changed[name] = value;
        }

        return changed;
    }
}
