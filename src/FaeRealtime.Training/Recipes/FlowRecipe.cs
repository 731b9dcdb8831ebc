namespace FaeRealtime.Training.Recipes;

/// <summary>Stage III. The shift is <c>model.sampling.shift</c>, used in training and sampling; the label dropout is <c>model.generator.labelDropout</c>.</summary>
public sealed record FlowRecipe
{
    /// <summary>How the weights move.</summary>
    public required OptimisationRecipe Optimisation { get; init; }

    /// <summary>How times are drawn before the shift.</summary>
    public TimeDistribution Time { get; init; } = TimeDistribution.Uniform;

    /// <summary>Euler steps of the sample sheets.</summary>
    public int SheetSteps { get; init; } = 20;

    /// <summary>Classifier-free guidance of the sample sheets.</summary>
    public double SheetGuidance { get; init; } = 2.0;
}
