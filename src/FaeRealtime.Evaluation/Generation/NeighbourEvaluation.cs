using System.Text.Json.Serialization;
using FaeRealtime.Core.Errors;
using FaeRealtime.Evaluation.Features;
using FaeRealtime.Sampling.Conditions;
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
        var captions = CaptionFile.For(evaluation.Model, options.CaptionsPath, options.Count);
        var display = new EvaluationProgress(progress, clock);
        using var space = FeatureSpace.Open(evaluation.Model.Config.Encoder, evaluation);
        using var data = EvaluationData.Load(evaluation, cancellationToken);
        if (captions is null)
        {
            data.RequireClasses(evaluation);
        }

        using var real = RealSet.Of(data, null, space, display, cancellationToken);
        using var maker = SampleMaker.Load(evaluation.Model, evaluation.Device, [options.Sampler], options.PhraseEncoder);
        var request = captions is null ? SampleRequest.Of(evaluation.Model, data, options.Balanced, options.Count, options.Seed) : SampleRequest.Of(captions, options.Seed);
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
            [.. nearest.Select((neighbour, i) => new NeighbourRow(options.Seed + (ulong)i, captions?[i] ?? data.Classes[request.Labels[i]], data.Train.Names[neighbour.Index], neighbour.Distance))]);
    }
}

/// <summary>What <c>fae eval neighbours</c> was asked for.</summary>
/// <param name="Evaluation">Model, data, encoder.</param>
/// <param name="Sampler">How samples are made.</param>
/// <param name="SampleGridPath">The PNG with every sample above its nearest training image.</param>
public sealed record NeighbourOptions(EvaluationOptions Evaluation, SamplerChoice Sampler, string SampleGridPath)
{
    /// <summary>Samples.</summary>
    public int Count { get; init; } = 64;

    /// <summary>The first sample's seed.</summary>
    public ulong Seed { get; init; }

    /// <summary>Whether every class gets as many samples, instead of its share of the data.</summary>
    public bool Balanced { get; init; }

    /// <summary>A file of captions that the samples are asked for, without a class; null for those of the data folder. See <see cref="CaptionFile"/>.</summary>
    public string? CaptionsPath { get; init; }

    /// <summary>The text encoder for phrases that did not come with the model; null where it is not at hand. Borrowed.</summary>
    public Lazy<IPhraseEncoder>? PhraseEncoder { get; init; }

    /// <summary>Images in a row of the sample grid.</summary>
    public int Columns { get; init; } = 16;
}

/// <summary>What <c>fae eval neighbours</c> found.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Space">Encoder, token and input size.</param>
/// <param name="Sampler">How the samples were made.</param>
/// <param name="Grid">The PNG.</param>
/// <param name="Distances">In sum.</param>
/// <param name="Samples">One by one, in the sample grid's order.</param>
public sealed record NeighbourReport(string Model, string Space, string Sampler, [property: JsonPropertyName("sheet")] string Grid, NeighbourDistances Distances, IReadOnlyList<NeighbourRow> Samples);

/// <summary>One sample and the training image nearest to it.</summary>
/// <param name="Seed">The sample's.</param>
/// <param name="Class">What it was asked for.</param>
/// <param name="Nearest">What the training image shows.</param>
/// <param name="Distance">Euclidean, in the feature space.</param>
public sealed record NeighbourRow(ulong Seed, string Class, string Nearest, double Distance);
