using FaeRealtime.Evaluation.Generation;

namespace FaeRealtime.Evaluation.Tests.Generation;

public sealed class ClassSharesTests
{
    [Fact]
    public void Assign_Proportions_AreKeptToOneSample()
    {
        var labels = ClassShares.Assign([386, 270, 85], 100);

        Assert.Equal([52, 36, 12], Enumerable.Range(0, 3).Select(label => labels.Count(known => known == label)));
    }

    [Fact]
    public void Assign_AnyStretch_HasTheClassesInTurn()
    {
        var labels = ClassShares.Assign([1, 1, 1], 30);

        Assert.All(labels.Chunk(3), part => Assert.Equal([0, 1, 2], part));
    }
}
