namespace FaeRealtime.Training.Optimisation;

/// <summary>The held-out number by which a stage's best state is chosen.</summary>
/// <param name="Name">One of those that the stage's validation gives.</param>
/// <param name="Rises">Whether more is better.</param>
internal readonly record struct BestMetric(string Name, bool Rises)
{
    /// <summary>Whether a value is better than the best so far.</summary>
    public bool IsBetter(double value, double? best) => best is not { } earlier || (Rises ? value > earlier : value < earlier);
}
