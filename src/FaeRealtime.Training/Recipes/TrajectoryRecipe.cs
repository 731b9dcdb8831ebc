using FaeRealtime.Core.Config;

namespace FaeRealtime.Training.Recipes;

/// <summary>The teacher's trajectories from noise to data, and which pairs of states on them the student learns from.</summary>
public sealed record TrajectoryRecipe
{
    /// <summary>Trajectories that are computed once and kept in <c>state/trajectories</c> and in memory; 0 computes new ones at every step.</summary>
    public int Count { get; init; } = 2048;

    /// <summary>The teacher's solver: euler or heun.</summary>
    public SolverKind Solver { get; init; } = SolverKind.Euler;

    /// <summary>Its steps, a multiple of <see cref="Kept"/>.</summary>
    public int Steps { get; init; } = 16;

    /// <summary>States that are kept besides the noise, evenly on the teacher's shifted grid.</summary>
    public int Kept { get; init; } = 16;

    /// <summary>Pairs that are drawn from each trajectory of a batch; a batch has so many times its rows.</summary>
    public int PairsEach { get; init; } = 1;

    /// <summary>Share of the pairs that are a whole step of one of <see cref="Plans"/>; the others are any two states.</summary>
    public double PlanShare { get; init; } = 0.5;

    /// <summary>Step counts that the student will be sampled with, divisors of <see cref="Kept"/>. Each is as likely as the others; one that is named twice, twice.</summary>
    public IReadOnlyList<int> Plans { get; init; } = [1, 2, 4];
}
