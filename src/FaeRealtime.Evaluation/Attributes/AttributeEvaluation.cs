using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Evaluation.Features;
using FaeRealtime.Evaluation.Generation;
using FaeRealtime.Evaluation.ImageSets;
using FaeRealtime.Evaluation.Metrics;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Training.Runs;
using TorchSharp;

namespace FaeRealtime.Evaluation.Attributes;

/// <summary>Whether images show what was asked for: linear probes learn attributes from real images, are measured on held-out ones, and read what was generated for the captions of these.</summary>
public static class AttributeEvaluation
{
    /// <summary>Learns, samples and reads.</summary>
    /// <param name="options">What to ask for.</param>
    /// <param name="progress">The listener, or null.</param>
    /// <param name="clock">For rates.</param>
    /// <param name="cancellationToken">Stops between batches and steps; samplers that are done stay stored.</param>
    /// <exception cref="FaeException">A file is missing, damaged or does not fit, or the data set has no such attribute.</exception>
    public static AttributeReport Run(AttributeOptions options, IProgress<TrainingProgress>? progress, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var scope = torch.NewDisposeScope();
        var (evaluation, model) = (options.Evaluation, options.Evaluation.Model);
        var display = new EvaluationProgress(progress, clock);
        var store = new SampleStore(options.SamplesPath, model);
        store.Prepare(options.Samplers);
        using var vectors = ProbeVectors.Open(evaluation, options.Blocks);
        using var data = AttributeData.Load(options, cancellationToken);
        var requests = AttributeRequest.Of(options, data);
        var tables = data.Tables;

        var classifiers = Learn(vectors, data, display, cancellationToken);
        try
        {
            var real = Read(data.Images.HeldOutImages, null);
            var restored = File.Exists(model.EncoderPath) ? Restored() : null;
            using var maker = new Lazily<SampleMaker>(() => SampleMaker.Load(model, evaluation.Device, options.Samplers, options.PhraseEncoder));
            var sets = new List<GeneratedSet>();
            var read = new List<IReadOnlyList<long?>[]>();
            foreach (var choice in options.Samplers)
            {
                foreach (var request in requests)
                {
                    var name = $"{choice.Name}, {request.Wordings}";
                    var (images, seconds) = GenerationEvaluation.Samples(choice, request.Samples, store, maker, display, clock, cancellationToken);
                    read.Add(Read(images, request.Places));
                    sets.Add(new GeneratedSet(
                        name, choice.Name, choice.Kind == GeneratorVariant.Teacher ? choice.Sampling(model.Config).Guidance : null, request.Wordings, images.Count, data.Images.HeldOut.Count - images.Count, seconds));
                }
            }

            return new AttributeReport
            {
                Model = model.Config.Name,
                Space = vectors.Description,
                Train = data.Images.Train.Count,
                HeldOut = data.Images.HeldOut.Count,
                Asked = requests[0].Asked,
                Attributes = [.. tables.Select((table, i) => Row(table, options, real[i], restored?[i], [.. read.Select(set => set[i])]))],
                Skipped = data.Skipped,
                Generated = sets,
            };

            IReadOnlyList<long?>[] Restored()
            {
                using var encoder = FeatureSpace.Open(model.Config.Encoder, evaluation);
                using var autoencoder = Autoencoding.Load(model, encoder.Encoder, evaluation.Device);
                return Read(new RestoredBatches(data.Images.HeldOutImages, autoencoder), null);
            }
        }
        finally
        {
            foreach (var classifier in classifiers)
            {
                classifier.Dispose();
            }
        }

        // What each attribute's probe sees in the images, by the place of the held-out image that they stand for.
        IReadOnlyList<long?>[] Read(IImageBatches images, IReadOnlyList<int>? places)
        {
            var values = tables.Select(_ => new long?[data.Images.HeldOut.Count]).ToArray();
            vectors.Each(
                images,
                (first, batch) =>
                {
                    foreach (var (i, classifier) in classifiers.Index())
                    {
                        foreach (var (row, value) in classifier.Read(batch).Index())
                        {
                            values[i][places?[first + row] ?? (first + row)] = value;
                        }
                    }
                },
                display.Begin($"reading {images.Name}", images.Count),
                cancellationToken);
            return values;
        }
    }

    private static IReadOnlyList<RidgeClassifier> Learn(ProbeVectors vectors, AttributeData data, EvaluationProgress display, CancellationToken cancellationToken)
    {
        using var probe = RidgeProbe.Of(vectors.All(data.Images.TrainImages, display.Begin("features of training pictures", data.Images.Train.Count), cancellationToken));
        return probe.Fit([.. data.Tables.Select(table => (table.Train, table.Values.Count))], display.Begin("probes", data.Tables.Count), cancellationToken);
    }

    private static AttributeRow Row(AttributeTable table, AttributeOptions options, IReadOnlyList<long?> real, IReadOnlyList<long?>? restored, IReadOnlyList<IReadOnlyList<long?>> generated)
    {
        var (seen, made) = (table.Score(real), generated.Select(table.Score).ToArray());
        double? target = options.Targets.TryGetValue(table.Name, out var share) ? share : null;
        return new AttributeRow
        {
            Attribute = table.Name,
            Values = table.Values.Count,
            Chance = table.Chance,
            Train = table.TrainCount,
            HeldOut = table.HeldOutCount,
            Real = seen,
            Restored = restored is null ? null : table.Score(restored),
            Generated = made,
            Target = target,
            Verdict = Verdict(seen, made[0], target),
            Each = table.Each(real, generated),
        };
    }

    private static string Verdict(AttributeScore real, AttributeScore made, double? target) => target switch
    {
        { } share when real.Accuracy < share => "the probe is the limit: below the target on real pictures",
        { } share => made.Accuracy >= share ? "reached" : "not reached",
        null => made.High >= real.Accuracy ? "as on real pictures: the probe is the limit" : "below real pictures",
    };

    /// <summary>Images through the autoencoder and the decoders, in eight bits: what a perfect generator would give.</summary>
    private sealed class RestoredBatches(SplitImages images, Autoencoding model) : IImageBatches
    {
        public string Name => "restored pictures";

        public int Count => images.Count;

        /// <inheritdoc/>
        public IEnumerable<torch.Tensor> Batches(int size)
        {
            foreach (var batch in images.Batches(size))
            {
                using (batch)
                {
                    yield return Restore(batch);
                }
            }
        }

        private torch.Tensor Restore(torch.Tensor batch)
        {
            using var scope = torch.NewDisposeScope();
            var rgb = model.DecodePixels(model.Restore(model.Latent(model.Features(batch)))); // [B, 3, H, W]
            return ((rgb.clamp(0, 1) * 255).floor() / 255).MoveToOuterDisposeScope();
        }
    }
}

/// <summary>What <c>fae eval attributes</c> was asked for.</summary>
/// <param name="Evaluation">Model, data with attributes, encoder.</param>
/// <param name="Samplers">Each reads the same captions from the same noise.</param>
public sealed record AttributeOptions(EvaluationOptions Evaluation, IReadOnlyList<SamplerChoice> Samplers)
{
    /// <summary>The data set's class as an attribute.</summary>
    public const string Class = "class";

    /// <summary>Attributes to read; empty for all that can be.</summary>
    public IReadOnlyList<string> Attributes { get; init; } = [];

    /// <summary>The value that says that there is nothing. A class whose training images have no other is left out.</summary>
    public string Absent { get; init; } = "none";

    /// <summary>Training images to learn from, evenly chosen, or all where there are fewer.</summary>
    public int Train { get; init; } = 6000;

    /// <summary>Held-out images to ask for, evenly chosen, or all where there are fewer.</summary>
    public int Count { get; init; } = 1000;

    /// <summary>Only images that are held out for this reason, in the data set's own word; null for all.</summary>
    public string? HeldOutBy { get; init; }

    /// <summary>The first sample's seed.</summary>
    public ulong Seed { get; init; }

    /// <summary>Whether the generator is told words only.</summary>
    public bool WithoutClass { get; init; }

    /// <summary>Blocks of the ViT whose tokens are looked at, from 1; null for the model's.</summary>
    public IReadOnlyList<int>? Blocks { get; init; }

    /// <summary>Shares that generated images shall reach, by attribute.</summary>
    public IReadOnlyDictionary<string, double> Targets { get; init; } = new Dictionary<string, double>();

    /// <summary>Where samples are stored and found again: a folder; null keeps none.</summary>
    public string? SamplesPath { get; init; }

    /// <summary>The text encoder for phrases that did not come with the model, such as held-out wordings; null where it is not at hand. Borrowed.</summary>
    public Lazy<IPhraseEncoder>? PhraseEncoder { get; init; }
}
