namespace FaeRealtime.Models.Sizes;

/// <summary>The size of one network of a model.</summary>
/// <param name="Name">Which network.</param>
/// <param name="Role">Where it counts.</param>
/// <param name="Groups">Its groups of layers, in order of their keys' appearance.</param>
public sealed record PartSize(string Name, PartRole Role, IReadOnlyList<SizeGroup> Groups)
{
    /// <summary>All numbers as the papers count them: parameters and fixed position tables.</summary>
    public long Total => Groups.Sum(group => group.Total);
}
