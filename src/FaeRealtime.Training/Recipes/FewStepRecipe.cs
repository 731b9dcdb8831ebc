using System.Text.Json.Serialization;

namespace FaeRealtime.Training.Recipes;

/// <summary>
/// Stage IV. The generator, sampled as <c>model.sampling</c> says, is the teacher: its guidance, shift and stretch of time go into the student. First the student regresses on
/// the teacher's trajectories, then, where steps are left, it is distilled as a mean flow on latents of the data; <see cref="Distribution"/> may end it.
/// </summary>
public sealed record FewStepRecipe
{
    /// <summary>How the weights move, through both phases.</summary>
    public required OptimisationRecipe Optimisation { get; init; }

    /// <summary>The guidance scale that is put into the student, on the model's stretch of time; null for the model's own.</summary>
    public double? Guidance { get; init; }

    /// <summary>Share of the steps, from the first, that regress on trajectories.</summary>
    public double RegressionShare { get; init; } = 0.5;

    /// <summary>The teacher's trajectories.</summary>
    public TrajectoryRecipe Trajectories { get; init; } = new();

    /// <summary>A last phase that pulls samples towards the distribution of the data's features; null for none.</summary>
    public DistributionRecipe? Distribution { get; init; }

    /// <summary>How the mean flow's two times are drawn before the shift.</summary>
    public TimeDistribution Time { get; init; } = TimeDistribution.LogitNormal;

    /// <summary>Share of the mean flow's samples whose two times are one, and whose target is the teacher's velocity.</summary>
    public double InstantShare { get; init; } = 0.75;

    /// <summary>Half the distance in time over which the mean flow's derivative is taken as a central difference.</summary>
    public double Difference { get; init; } = 5e-3;

    /// <summary>The teacher's steps on validation images and sample grids.</summary>
    public int ReferenceSteps { get; init; } = 50;

    /// <summary>Images of a validation, classes in turn.</summary>
    [JsonPropertyName("referencePictures")]
    public int ReferenceImages { get; init; } = 36;

    /// <summary>Whether any step is a mean flow's.</summary>
    internal bool HasMeanFlow => RegressionShare * Optimisation.Steps < Math.Min(Optimisation.Steps, Distribution?.From ?? int.MaxValue);
}
