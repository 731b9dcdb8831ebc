using FaeRealtime.Evaluation.Metrics;
using TorchSharp;

namespace FaeRealtime.Evaluation.Tests.Metrics;

public sealed class InceptionScoreTests
{
    [Fact]
    public void Splits_EachPictureItsOwnCertainClass_IsTheNumberOfClasses()
    {
        using var logits = torch.eye(4) * 100;

        Assert.Equal(4, Assert.Single(InceptionScore.Splits(logits)), 6);
    }

    [Fact]
    public void Splits_PicturesThatAllLookAlike_IsOne()
    {
        using var row = torch.tensor([1f, 2f, 3f], [1, 3]);
        using var logits = row.expand(7, 3);

        Assert.All(InceptionScore.Splits(logits, 3), score => Assert.Equal(1, score, 9));
    }

    [Fact]
    public void Splits_LastOneSmaller_IsCountedToo()
    {
        using var logits = RandomFeatures.Normal(10, 5, 1);

        Assert.Equal(3, InceptionScore.Splits(logits, 4).Count);
    }
}
