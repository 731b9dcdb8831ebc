namespace FaeRealtime.Evaluation.Ablations;

/// <summary>A variant's numbers over its seeds, named as in <see cref="AblationNumbers"/>.</summary>
/// <param name="Variant">Its name.</param>
/// <param name="PaperFid">The paper's FID after 64 epochs without guidance.</param>
/// <param name="Generated">FD-x̂.</param>
/// <param name="Restored">The same of restored features.</param>
/// <param name="FeatureError">On held-out images.</param>
/// <param name="NeighbourAccuracy">On held-out images.</param>
/// <param name="FlowError">On held-out images.</param>
public sealed record AblationRow(string Variant, double PaperFid, Spread Generated, Spread Restored, Spread FeatureError, Spread NeighbourAccuracy, Spread FlowError)
{
    /// <summary>Of two runs or more of one variant.</summary>
    internal static AblationRow Of(AblationVariant variant, IReadOnlyList<AblationNumbers> runs)
    {
        Spread Over(Func<AblationNumbers, double> number) => Spread.Of([.. runs.Select(number)]);
        return new AblationRow(
            variant.Name,
            variant.PaperFid,
            Over(run => run.Generated),
            Over(run => run.Restored),
            Over(run => run.FeatureError),
            Over(run => run.NeighbourAccuracy),
            Over(run => run.FlowError));
    }
}
