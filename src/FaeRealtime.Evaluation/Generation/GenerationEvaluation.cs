using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Evaluation.Features;
using FaeRealtime.Evaluation.ImageSets;
using FaeRealtime.Evaluation.Metrics;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Training.Losses;
using FaeRealtime.Training.Runs;

namespace FaeRealtime.Evaluation.Generation;

/// <summary>Compares samples of a model, made in several ways, with one real set.</summary>
/// <remarks>The real set is the training images together with the held-out ones, without mirrored views, or the file that was named.</remarks>
public static class GenerationEvaluation
{
    /// <summary>Samples and compares.</summary>
    /// <param name="options">What to compare.</param>
    /// <param name="progress">The listener, or null.</param>
    /// <param name="clock">For rates.</param>
    /// <param name="cancellationToken">Stops between batches and steps; samplers that are done stay stored.</param>
    /// <exception cref="FaeException">A file is missing, damaged or does not fit.</exception>
    public static GenerationReport Run(GenerationOptions options, IProgress<TrainingProgress>? progress, TimeProvider clock, CancellationToken cancellationToken)
    {
        var evaluation = options.Evaluation;
        var display = new EvaluationProgress(progress, clock);
        var captions = CaptionFile.For(evaluation.Model, options.CaptionsPath, options.Count);
        var store = new SampleStore(options.SamplesPath, evaluation.Model);
        store.Prepare(options.Samplers);
        using var space = FeatureSpace.Open(evaluation.Model.Config.Encoder, evaluation);
        using var data = EvaluationData.Load(evaluation, cancellationToken);
        if (captions is null)
        {
            data.RequireClasses(evaluation);
        }

        using var net = evaluation.PerceptualPath is { } path ? PerceptualDistance.Load(path, device: evaluation.Device) : null;
        using var originals = net is null ? null : new SecondSpace(net);
        using var real = RealSet.Of(data, options.ReferencePath, space, display, cancellationToken, SeamIndex.Of(evaluation.Model.Config), originals);
        using var maker = new Lazily<SampleMaker>(() => SampleMaker.Load(evaluation.Model, evaluation.Device, options.Samplers, options.PhraseEncoder));
        var request = captions is null ? SampleRequest.Of(evaluation.Model, data, options.Balanced, options.Count, options.Seed) : SampleRequest.Of(captions, options.Seed);
        var rows = new List<SamplerReport>();
        foreach (var choice in options.Samplers)
        {
            var (images, seconds) = Samples(choice, request, store, maker, display, clock, cancellationToken);
            var seams = SeamIndex.Of(evaluation.Model.Config);
            using var second = net is null ? null : new SecondSpace(net);
            using var features = FeatureCollection.Of(choice.Name, space.All(images, display.Begin($"features {choice.Name}", options.Count), cancellationToken, seams, second));
            rows.Add(new SamplerReport(
                choice.Name,
                choice.Kind == GeneratorVariant.Teacher ? choice.Sampling(evaluation.Model.Config).Guidance : null,
                SetMetrics.Compare(real.Reference, features, cancellationToken),
                real.Neighbours(features.Features!, cancellationToken),
                seams.Value,
                seconds)
            {
                SecondDistance = second is null ? null : SecondSpace.Distance([originals!], [second]),
            });
        }

        return Report(options, space, real, rows) with { SecondSpace = net?.Name };
    }

    /// <summary>Samples, stored ones where they were made before.</summary>
    /// <returns>The images, and how long sampling took; null where it was not done.</returns>
    internal static (ByteImages Images, double? Seconds) Samples(
        SamplerChoice choice, SampleRequest request, SampleStore store, Lazily<SampleMaker> maker, EvaluationProgress display, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (store.Find(choice, request) is { } found)
        {
            return (found, null);
        }

        var started = clock.GetTimestamp();
        var images = maker.Value.Make(choice, request, display.Begin($"samples {choice.Name}", request.Labels.Count), cancellationToken);
        store.Keep(choice, request, images);
        return (images, clock.GetElapsedTime(started).TotalSeconds);
    }

    private static GenerationReport Report(GenerationOptions options, FeatureSpace space, RealSet real, IReadOnlyList<SamplerReport> rows) => new()
    {
        Model = options.Evaluation.Model.Config.Name,
        Encoder = space.EncoderName,
        Space = space.Description,
        Real = real.Reference.Name,
        RealSeams = real.Seams,
        Count = options.Count,
        Classes = options.CaptionsPath is { } captions ? $"asked for the captions of {Path.GetFileName(captions)}, without class" : (options.Balanced ? "as many of each class" : "in the data folder's proportions") + (options.Evaluation.Model.Config.Generator.Text is null ? string.Empty : ", with the captions of such pictures"),
        Samplers = rows,
    };
}

/// <summary>What <c>fae eval generation</c> was asked for.</summary>
/// <param name="Evaluation">Model, data, encoder.</param>
/// <param name="Samplers">Compared with the same real set, from the same noise and classes.</param>
public sealed record GenerationOptions(EvaluationOptions Evaluation, IReadOnlyList<SamplerChoice> Samplers)
{
    /// <summary>Samples of each sampler.</summary>
    public int Count { get; init; } = 1000;

    /// <summary>The first sample's seed.</summary>
    public ulong Seed { get; init; }

    /// <summary>Whether every class gets as many samples, instead of its share of the real set.</summary>
    public bool Balanced { get; init; }

    /// <summary>A file of captions that the samples are asked for, without a class (zero-shot, as on COCO: captions and the pictures that they are about from a set that was not trained on); null for those of the data folder. See <see cref="CaptionFile"/>.</summary>
    public string? CaptionsPath { get; init; }

    /// <summary>The text encoder for phrases that did not come with the model; null where it is not at hand. Borrowed.</summary>
    public Lazy<IPhraseEncoder>? PhraseEncoder { get; init; }

    /// <summary>A file with the real set in place of the data folder's images: .npz of images, statistics or features, .npy or safetensors.</summary>
    public string? ReferencePath { get; init; }

    /// <summary>Where samples are stored and found again: a folder, or a .npz for one sampler.</summary>
    public string? SamplesPath { get; init; }
}

/// <summary>Something that is made when first needed, and disposed only if it was.</summary>
internal sealed class Lazily<T>(Func<T> create) : IDisposable
    where T : class, IDisposable
{
    private T? _made;

    public T Value => _made ??= create();

    public void Dispose() => _made?.Dispose();
}
