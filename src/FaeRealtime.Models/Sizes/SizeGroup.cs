namespace FaeRealtime.Models.Sizes;

/// <summary>Numbers in one group of a network's layers.</summary>
/// <param name="Name">The layers' common key, such as <c>blocks</c>.</param>
/// <param name="Modules">How many like it there are; 1 except for blocks.</param>
/// <param name="Parameters">Trained numbers.</param>
/// <param name="Tables">Numbers of fixed position tables, which the papers count as parameters.</param>
public sealed record SizeGroup(string Name, int Modules, long Parameters, long Tables)
{
    /// <summary>Both.</summary>
    public long Total => Parameters + Tables;
}
