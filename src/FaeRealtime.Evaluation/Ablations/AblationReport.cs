namespace FaeRealtime.Evaluation.Ablations;

/// <summary>A finished table.</summary>
/// <param name="Table">Its name.</param>
/// <param name="Title">What was varied.</param>
/// <param name="Scaling">How the variants differ from the paper's.</param>
/// <param name="Seeds">Runs of each variant.</param>
/// <param name="Budget">What every run had.</param>
/// <param name="Rows">The variants in the paper's order.</param>
/// <param name="Orderings">Every pair that the paper ranks.</param>
public sealed record AblationReport(
    string Table, string Title, string Scaling, int Seeds, AblationBudget Budget, IReadOnlyList<AblationRow> Rows, IReadOnlyList<AblationOrdering> Orderings)
{
    /// <summary>What the numbers are and are not.</summary>
    public const string Meaning =
        "FD-x̂: Fréchet distance of generated to real features of the frozen encoder, a picture's tokens averaged. No pixels are involved: it is not FID. "
        + "Restored: the same of features restored from real pictures' latents. A pair is undecided where the means differ by no more than the pooled deviation over the seeds.";

    internal static AblationReport Of(AblationTable table, AblationBudget budget, int seeds, IReadOnlyList<AblationRow> rows)
    {
        var pairs = rows.SelectMany((first, i) => rows.Skip(i + 1).Select(second => (First: first, Second: second)));
        return new AblationReport(
            table.Name, table.Title, table.Scaling, seeds, budget, rows, [.. pairs.Where(pair => pair.First.PaperFid != pair.Second.PaperFid).Select(pair => AblationOrdering.Of(pair.First, pair.Second))]);
    }
}

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

/// <summary>A number over several seeds.</summary>
/// <param name="Mean">Their mean.</param>
/// <param name="Deviation">Their standard deviation, by N − 1.</param>
/// <param name="Values">One a seed.</param>
public sealed record Spread(double Mean, double Deviation, IReadOnlyList<double> Values)
{
    /// <summary>Of two values or more.</summary>
    internal static Spread Of(IReadOnlyList<double> values)
    {
        var mean = values.Average();
        return new Spread(mean, Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1)), values);
    }
}

/// <summary>What is measured of one run, kept beside it as <c>ablation.json</c>; all of it in the frozen encoder's feature space, none in pixels.</summary>
public sealed record AblationNumbers
{
    /// <summary>FD-x̂: Fréchet distance of generated to real features, an image's tokens averaged, in the encoder's own units.</summary>
    public required double Generated { get; init; }

    /// <summary>The same distance of features restored from real images' latents: what a perfect generator would come to.</summary>
    public required double Restored { get; init; }

    /// <summary>Mean squared error of standardised features of held-out images.</summary>
    public required double FeatureError { get; init; }

    /// <summary>Share of held-out images whose class the nearest training images tell, by restored features.</summary>
    public required double NeighbourAccuracy { get; init; }

    /// <summary>Held-out flow error; comparable where autoencoder and shift are the same.</summary>
    public required double FlowError { get; init; }
}
