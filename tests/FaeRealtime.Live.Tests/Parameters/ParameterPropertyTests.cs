using FaeRealtime.Live.Parameters;
using FaeRealtime.Sampling.Walks;
using FsCheck.Xunit;

namespace FaeRealtime.Live.Tests.Parameters;

/// <summary>What holds for every tree of parameters.</summary>
public sealed class ParameterPropertyTests
{
    [Property]
    public void Merge_OfTheDifference_LeadsFromAnyTreeToAnyOther(byte[] first, byte[] second)
    {
        var (from, to) = (Tree(first), Tree(second));

        Assert.Equal(ParameterJson.ToText(to), ParameterJson.ToText(ParameterJson.Merge(from, ParameterJson.Difference(from, to), "test")));
    }

    [Property]
    public void Difference_OfATreeAndItself_IsEmpty(byte[] shares) => Assert.Empty(ParameterJson.Difference(Tree(shares), Tree(shares)));

    [Property]
    public void Near_AnyNumber_IsAllowed(double value) =>
        Assert.All(ParameterTable.All, parameter => Assert.Null(parameter.Problem(parameter.Read(parameter.Near(new SessionParameters(), value)))));

    // A byte a parameter, as a share of its range; the leaves that are left keep their defaults. The bytes are the seeds, too.
    private static SessionParameters Tree(byte[] shares)
    {
        var tree = ParameterTable.All.Zip(shares, (parameter, share) => (parameter, value: parameter.Minimum + (share / 255.0 * (parameter.Maximum - parameter.Minimum))))
            .Aggregate(new SessionParameters(), (tree, set) => set.parameter.Near(tree, set.value));
        return tree with { Source = tree.Source with { Seeds = [.. shares.Select(share => new WeightedSeed(ulong.MaxValue - share, share / 3.0))] } };
    }
}
