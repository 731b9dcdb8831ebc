using System.Globalization;
using FaeRealtime.Evaluation.Metrics;
using TorchSharp;

namespace FaeRealtime.Evaluation.Features;

/// <summary>The real images of an evaluation as vectors: what samples are compared with, and what they may have been copied from.</summary>
internal sealed class RealSet : IDisposable
{
    private readonly torch.Tensor _train;
    private readonly double[] _unseen;

    private RealSet(torch.Tensor train, double[] unseen, FeatureCollection reference, double? seams) => (_train, _unseen, Reference, Seams) = (train, unseen, reference, seams);

    /// <summary>Training and held-out images together, or the file that was named.</summary>
    public FeatureCollection Reference { get; }

    /// <summary>The training images' vectors <c>[N, D]</c>. Borrowed.</summary>
    public torch.Tensor Train => _train;

    /// <summary>The seam index of training and held-out images; null where nobody counted.</summary>
    public double? Seams { get; }

    /// <summary>Computes the vectors.</summary>
    /// <param name="data">Both splits.</param>
    /// <param name="referencePath">A file in their place as reference; null for none.</param>
    /// <param name="space">The feature space.</param>
    /// <param name="display">Told how far it is.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    /// <param name="seams">Counts the images' seams; may be null.</param>
    /// <param name="second">Takes the images; may be null.</param>
    /// <exception cref="Core.Errors.CheckpointException">The reference file does not fit.</exception>
    public static RealSet Of(EvaluationData data, string? referencePath, FeatureSpace space, EvaluationProgress display, CancellationToken cancellationToken, SeamIndex? seams = null, SecondSpace? second = null)
    {
        using var heldOut = space.All(data.HeldOutImages, display.Begin("features of held-out pictures", data.HeldOut.Count), cancellationToken, seams, second);
        var train = space.All(data.TrainImages, display.Begin("features of training pictures", data.Train.Count), cancellationToken, seams, second).DetachFromDisposeScope();
        var reference = referencePath is { } path
            ? FeatureFile.Open(path, space, display, cancellationToken)
            : FeatureCollection.Of(string.Create(CultureInfo.InvariantCulture, $"{data.Train.Count} training and {data.HeldOut.Count} held-out pictures"), torch.cat([train, heldOut], 0));
        double[] unseen = [.. NeighbourSearch.Nearest(heldOut, train, cancellationToken).Select(nearest => nearest.Distance)];
        return new RealSet(train, unseen, reference, seams?.Value);
    }

    /// <summary>How near samples are to training images.</summary>
    /// <param name="samples"><c>[N, D]</c>. Borrowed.</param>
    /// <param name="cancellationToken">Stops between blocks.</param>
    public NeighbourDistances Neighbours(torch.Tensor samples, CancellationToken cancellationToken) =>
        NeighbourSearch.Compare(NeighbourSearch.Nearest(samples, _train, cancellationToken).Select(nearest => nearest.Distance), _unseen);

    /// <inheritdoc/>
    public void Dispose()
    {
        _train.Dispose();
        Reference.Dispose();
    }
}
