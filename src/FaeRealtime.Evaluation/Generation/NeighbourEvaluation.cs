using FaeRealtime.Core.Errors;
using FaeRealtime.Evaluation.Features;
using FaeRealtime.Training.Runs;
using FaeRealtime.Training.Validation;
using TorchSharp;

namespace FaeRealtime.Evaluation.Generation;

/// <summary>Shows every sample above the training image nearest to it: whether a model makes images or remembers them.</summary>
public static class NeighbourEvaluation
{
    /// <summary>Samples, searches and draws.</summary>
    /// <param name="options">What to sample.</param>
    /// <param name="progress">The listener, or null.</param>
    /// <param name="clock">For rates.</param>
    /// <param name="cancellationToken">Stops between batches and steps.</param>
    /// <exception cref="FaeException">A file is missing, damaged or does not fit.</exception>
    public static NeighbourReport Run(NeighbourOptions options, IProgress<TrainingProgress>? progress, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var guard = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var evaluation = options.Evaluation;
        _ = options.Sampler.Sampling(evaluation.Model.Config);
        var display = new EvaluationProgress(progress, clock);
        using var space = FeatureSpace.Open(evaluation.Model.Config.Encoder, evaluation);
        using var data = EvaluationData.Load(evaluation, cancellationToken);
        data.RequireClasses(evaluation);
        using var real = RealSet.Of(data, null, space, display, cancellationToken);
        using var maker = new SampleMaker(evaluation.Model, evaluation.Device, [options.Sampler]);
        var request = new SampleRequest(ClassShares.Assign(data.ClassWeights(options.Balanced), options.Count), options.Seed);
        var samples = maker.Make(options.Sampler, request, display.Begin($"samples {options.Sampler.Name}", options.Count), cancellationToken);
        var features = space.All(samples, display.Begin("features of samples", options.Count), cancellationToken);
        var nearest = NeighbourSearch.Nearest(features, real.Train, cancellationToken);
        SampleGrid.WritePairs(
            options.SampleGridPath,
            samples.Gather([.. Enumerable.Range(0, options.Count)]),
            data.Train.Gather([.. nearest.Select(neighbour => (long)neighbour.Index)]),
            Math.Min(options.Columns, options.Count));
        return new NeighbourReport(
            evaluation.Model.Config.Name,
            space.Description,
            options.Sampler.Name,
            options.SampleGridPath,
            real.Neighbours(features, cancellationToken),
            [.. nearest.Select((neighbour, i) => new NeighbourRow(options.Seed + (ulong)i, data.Classes[request.Labels[i]], data.Train.Names[neighbour.Index], neighbour.Distance))]);
    }
}
