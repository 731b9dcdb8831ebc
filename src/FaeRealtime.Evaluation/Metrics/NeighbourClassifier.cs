using FaeRealtime.Core.Errors;
using TorchSharp;

namespace FaeRealtime.Evaluation.Metrics;

/// <summary>Classifies by the nearest training features: what a frozen representation knows without training anything.</summary>
/// <remarks>
/// After dinov2/eval/knn.py: features of unit length, cosine similarity, a vote of the k nearest with weights softmax(similarity / temperature) over those k.
/// </remarks>
internal sealed class NeighbourClassifier : IDisposable
{
    /// <summary>DINO's temperature.</summary>
    public const double OfficialTemperature = 0.07;

    private const int QueryRows = 1024;

    private readonly torch.Tensor _train;
    private readonly long[] _labels;
    private readonly int _classes;

    /// <summary>Copies what is known.</summary>
    /// <param name="features"><c>[N, D]</c>. Borrowed.</param>
    /// <param name="labels">N class indices.</param>
    /// <param name="classes">How many classes there are.</param>
    /// <exception cref="ShapeException">As many labels as features are needed, each a class.</exception>
    public NeighbourClassifier(torch.Tensor features, IReadOnlyList<long> labels, int classes)
    {
        if (features.ndim != 2 || features.shape[0] != labels.Count || labels.Any(label => label < 0 || label >= classes))
        {
            throw new ShapeException($"{labels.Count} labels in {classes} classes do not fit features [{string.Join(", ", features.shape)}]; give one label in range for each row.");
        }

        _labels = [.. labels];
        _classes = classes;
        _train = Unit(features).DetachFromDisposeScope();
    }

    /// <summary>The vote for every class.</summary>
    /// <param name="queries"><c>[Q, D]</c>. Borrowed.</param>
    /// <param name="neighbours">k, at most N.</param>
    /// <param name="temperature">Above 0.</param>
    /// <returns>double <c>[Q, classes]</c>, rows that sum to 1; the caller disposes.</returns>
    /// <exception cref="ShapeException">There are fewer than k training features.</exception>
    public torch.Tensor Scores(torch.Tensor queries, int neighbours, double temperature = OfficialTemperature) =>
        Votes(queries, neighbours, similarities => (similarities / temperature).softmax(1)); // [Q, classes]

    /// <summary>How many of the k nearest are of each class.</summary>
    /// <param name="queries"><c>[Q, D]</c>. Borrowed.</param>
    /// <param name="neighbours">k, at most N.</param>
    /// <returns>double <c>[Q, classes]</c>; the caller disposes.</returns>
    /// <exception cref="ShapeException">There are fewer than k training features.</exception>
    public torch.Tensor Counts(torch.Tensor queries, int neighbours) => Votes(queries, neighbours, similarities => torch.ones_like(similarities)); // [Q, classes]

    /// <inheritdoc/>
    public void Dispose() => _train.Dispose();

    private torch.Tensor Votes(torch.Tensor queries, int neighbours, Func<torch.Tensor, torch.Tensor> weigh)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(neighbours);
        if (neighbours > _train.shape[0] || queries.ndim != 2 || queries.shape[1] != _train.shape[1])
        {
            throw new ShapeException($"{neighbours} neighbours of queries [{string.Join(", ", queries.shape)}] cannot be found among features [{string.Join(", ", _train.shape)}]. Give fewer neighbours, or features of one network.");
        }

        using var guard = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var known = torch.tensor(_labels, device: _train.device);
        var transposed = _train.t();
        var votes = new List<torch.Tensor>();
        for (long start = 0; start < queries.shape[0]; start += QueryRows)
        {
            using var inner = torch.NewDisposeScope();
            var (similarities, nearest) = Unit(queries.narrow(0, start, Math.Min(QueryRows, queries.shape[0] - start))).matmul(transposed).topk(neighbours, 1); // [q, k]
            var classOf = known.index_select(0, nearest.reshape(-1)).reshape(nearest.shape); // [q, k]
            var empty = torch.zeros([nearest.shape[0], _classes], torch.ScalarType.Float64, _train.device);
            votes.Add(empty.scatter_add(1, classOf, weigh(similarities)).MoveToOuterDisposeScope()); // [q, classes]
        }

        return torch.cat(votes, 0).MoveToOuterDisposeScope();
    }

    private static torch.Tensor Unit(torch.Tensor features)
    {
        using var scope = torch.NewDisposeScope();
        var x = features.to(torch.ScalarType.Float64);
        return (x / x.square().sum(1, keepdim: true).sqrt().clamp(1e-12)).MoveToOuterDisposeScope();
    }
}
