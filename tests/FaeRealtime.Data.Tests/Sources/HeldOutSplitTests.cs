using FaeRealtime.Data.Sources;

namespace FaeRealtime.Data.Tests.Sources;

public sealed class HeldOutSplitTests
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(9, 1)]
    [InlineData(100, 10)]
    public void Choose_OneClass_HoldsOutTheShareButLeavesOne(int count, int expected) =>
        Assert.Equal(expected, HeldOutSplit.Choose(new int[count], 0.1, 1).Count(heldOut => heldOut));

    [Fact]
    public void Choose_SameSeed_IsTheSameChoice()
    {
        int[] classes = [.. Enumerable.Range(0, 90).Select(i => i % 3)];

        Assert.Equal(HeldOutSplit.Choose(classes, 0.2, 5), HeldOutSplit.Choose(classes, 0.2, 5));
        Assert.NotEqual(HeldOutSplit.Choose(classes, 0.2, 5), HeldOutSplit.Choose(classes, 0.2, 6));
    }
}
