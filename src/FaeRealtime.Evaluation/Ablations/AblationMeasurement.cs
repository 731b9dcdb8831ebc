using FaeRealtime.Core.Config;
using FaeRealtime.Core.Folders;
using FaeRealtime.Data.Caches;
using FaeRealtime.Data.Loading;
using FaeRealtime.Evaluation.Generation;
using FaeRealtime.Evaluation.Metrics;
using FaeRealtime.Models;
using FaeRealtime.Models.Sampling;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Flow;
using FaeRealtime.Training.Export;
using FaeRealtime.Training.Runs;
using TorchSharp;

namespace FaeRealtime.Evaluation.Ablations;

/// <summary>Measures finished runs against the same real features.</summary>
internal sealed class AblationMeasurement : IDisposable
{
    private const int Batch = 50;
    private const int Neighbours = 10;

    private readonly EncodedSplits _features;
    private readonly TrainingData _data;
    private readonly AblationOptions _options;
    private readonly GaussianMoments _real;

    private AblationMeasurement(EncodedSplits features, TrainingData data, AblationOptions options, GaussianMoments real) => (_features, _data, _options, _real) = (features, data, options, real);

    /// <summary>Takes the moments of the real features of both splits.</summary>
    /// <param name="features">Borrowed.</param>
    /// <param name="data">The same images. Borrowed.</param>
    /// <param name="options">How many samples.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    public static AblationMeasurement Prepare(EncodedSplits features, TrainingData data, AblationOptions options, CancellationToken cancellationToken)
    {
        using var guard = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        torch.Tensor All(FeatureCache cache, int count) => Joined(count, (start, size) => Pool(features, cache.Slice(start, size)), cancellationToken);
        var real = GaussianMoments.Of(torch.cat([All(features.Train, data.Train.Count), All(features.HeldOut, data.HeldOut.Count)], 0)); // [N, D]
        return new AblationMeasurement(features, data, options, real);
    }

    /// <summary>Measures a run whose stages Ia and III are trained.</summary>
    public AblationNumbers Of(RunFolder run, CancellationToken cancellationToken)
    {
        using var guard = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        using var model = FaeModel.Load(ModelFolder.Open(run.Path), _options.Device, ModelParts.Encoder | ModelParts.FeatureDecoder | ModelParts.Generator);
        var (train, _) = Restored(model, _features.Train, _data.Train.Count, cancellationToken);
        var (heldOut, error) = Restored(model, _features.HeldOut, _data.HeldOut.Count, cancellationToken);
        return new AblationNumbers
        {
            Generated = Distance(Generated(model, cancellationToken)),
            Restored = Distance(torch.cat([train, heldOut], 0)),
            FeatureError = error,
            NeighbourAccuracy = Accuracy(train, heldOut),
            FlowError = RunHistory.Read(run.LogPath).LastHeldOut("iii").First(value => value.Name == "flow").Value,
        };
    }

    public void Dispose() => _real.Dispose();

    private (torch.Tensor Pooled, double Error) Restored(FaeModel model, FeatureCache cache, int count, CancellationToken cancellationToken)
    {
        var errors = 0.0;
        var pooled = Joined(
            count,
            (start, size) =>
            {
                var x = cache.Slice(start, size); // [b, T, D]
                var restored = model.FeatureDecoder.forward(LatentGrid.FromTokens(model.Encoder.Encode(x).Mean));
                errors += (restored - x).square().mean().ToDouble() * size;
                return Pool(_features, restored);
            },
            cancellationToken);
        return (pooled, errors / count);
    }

    private torch.Tensor Generated(FaeModel model, CancellationToken cancellationToken)
    {
        var sampling = model.Config.Sampling with { Steps = _options.SamplingSteps, Solver = SolverKind.Euler, Guidance = 1 };
        var plan = SamplingPlan.Of(sampling, model.Config.Generator.Path);
        var sampler = model.Generator.Sampler(sampling.GuidedChannels);
        var labels = ClassShares.Assign([.. Enumerable.Repeat(1L, model.Config.Generator.Classes)], _options.Samples);
        return Joined(
            _options.Samples,
            (start, size) =>
            {
                ulong[] seeds = [.. Enumerable.Range(start, size).Select(i => (ulong)i)];
                var condition = ClassCondition.PerImage([.. labels.Skip(start).Take(size).Select(label => (int?)label)]);
                var z = sampler.Generate(SampleNoise.Of(model.Config.Latent, seeds, _options.Device), condition, plan, TorchNoise.Of(seeds), cancellationToken);
                return Pool(_features, model.FeatureDecoder.forward(model.Denormalise(z)));
            },
            cancellationToken);
    }

    // Into the encoder's own units, then the mean over an image's tokens.
    private static torch.Tensor Pool(EncodedSplits features, torch.Tensor standardised) => features.Statistics.Restore(standardised).mean([1L]); // [b, D]

    private static torch.Tensor Joined(int count, Func<int, int, torch.Tensor> rows, CancellationToken cancellationToken)
    {
        using var scope = torch.NewDisposeScope();
        var parts = new List<torch.Tensor>();
        for (var start = 0; start < count; start += Batch)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var inner = torch.NewDisposeScope();
            parts.Add(rows(start, Math.Min(Batch, count - start)).cpu().MoveToOuterDisposeScope());
        }

        return torch.cat(parts, 0).MoveToOuterDisposeScope(); // [N, D]
    }

    private double Distance(torch.Tensor pooled)
    {
        using var moments = GaussianMoments.Of(pooled);
        return FrechetDistance.Between(moments, _real);
    }

    private double Accuracy(torch.Tensor train, torch.Tensor heldOut)
    {
        using var classifier = new NeighbourClassifier(train, _data.Train.Labels, _data.Classes.Count);
        using var scores = classifier.Scores(heldOut, Math.Min(Neighbours, _data.Train.Count));
        return TopAccuracy.Of(scores, _data.HeldOut.Labels);
    }
}
