using FaeRealtime.Core.Errors;
using FaeRealtime.Evaluation.Metrics;
using FaeRealtime.Models.Checkpoints;
using TorchSharp;

namespace FaeRealtime.Evaluation.Tests.Metrics;

public sealed class NeighbourClassifierTests
{
    [Fact]
    public void Scores_TwoNeighbours_AreTheSoftmaxOfSimilarities()
    {
        using var train = torch.tensor([3f, 0f, 0f, 2f, -1f, 0f], [3, 2]);
        using var query = torch.tensor([4f, 3f], [1, 2]);
        using var classifier = new NeighbourClassifier(train, [0, 1, 1], 2);
        using var scores = classifier.Scores(query, 2, temperature: 0.5);

        // Similarities 0.8 and 0.6.
        var first = Math.Exp(1.6) / (Math.Exp(1.6) + Math.Exp(1.2));
        Assert.Equal([first, 1 - first], TensorExport.Values<double>(scores), (a, b) => Math.Abs(a - b) < 1e-9);
    }

    [Fact]
    public void Scores_SeparatedClasses_ClassifyAll()
    {
        using var scope = torch.NewDisposeScope();
        long[] labels = [.. Enumerable.Range(0, 60).Select(i => (long)(i % 3))];
        var centres = torch.tensor([.. labels.SelectMany(label => new[] { label == 0 ? 9f : 0f, label == 1 ? 9f : 0f, label == 2 ? 9f : 0f })], [60, 3]);
        using var classifier = new NeighbourClassifier(centres + RandomFeatures.Normal(60, 3, 1), labels, 3);
        var scores = classifier.Scores(centres + RandomFeatures.Normal(60, 3, 2), 5);

        Assert.Equal(1, TopAccuracy.Of(scores, labels));
    }

    [Fact]
    public void TopAccuracy_EqualScores_PreferTheLowerIndex()
    {
        using var scores = torch.tensor([0.5, 0.5, 0.0], [1, 3]);

        Assert.Equal(1, TopAccuracy.Of(scores, [0]));
        Assert.Equal(0, TopAccuracy.Of(scores, [1]));
        Assert.Equal(1, TopAccuracy.Of(scores, [1], among: 2));
    }

    [Fact]
    public void Constructor_LabelOutOfRange_IsRefused()
    {
        using var train = RandomFeatures.Normal(2, 2, 1);

        Assert.Throws<ShapeException>(() => new NeighbourClassifier(train, [0, 3], 3));
    }
}
