namespace FaeRealtime.Training.Optimisation;

/// <summary>What a random number is for; each purpose has its own streams.</summary>
internal enum RandomPurpose
{
    Order = 1,
    Posterior,
    FeatureNoise,
    FlowNoise,
    FlowTime,
    LabelDropout,
    Validation,
    SampleGrid,
    Samples,
    Trajectory,
    TrajectoryLabel,
    TrajectoryChoice,
    PairChoice,
    InstantChoice,
    AugmentDecoded,
    AugmentFake,
    AugmentReal,
    LatentNoise,
    LatentNoiseStrength,
    CaptionChoice,
    TextDropout,
    PhraseDropout,
    TrajectoryView,
    DistributionNoise,
    DistributionSteps,
}
