using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Evaluation.Features;
using FaeRealtime.Evaluation.ImageSets;
using FaeRealtime.Evaluation.Metrics;
using FaeRealtime.Training.Losses;
using FaeRealtime.Training.Runs;
using TorchSharp;

namespace FaeRealtime.Evaluation.Reconstruction;

/// <summary>Measures what a model's autoencoder and decoders make of real images.</summary>
public static class ReconstructionEvaluation
{
    private const int Batch = 32;

    /// <summary>Reconstructs both splits.</summary>
    /// <param name="options">Model, data, encoder.</param>
    /// <param name="progress">The listener, or null.</param>
    /// <param name="clock">For rates.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    /// <exception cref="FaeException">A file is missing, damaged or does not fit.</exception>
    public static ReconstructionReport Run(EvaluationOptions options, IProgress<TrainingProgress>? progress, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var guard = torch.no_grad();
        using var space = FeatureSpace.Open(options.Model.Config.Encoder, options);
        using var data = EvaluationData.Load(options, cancellationToken);
        using var perceptual = options.PerceptualPath is { } path ? PerceptualDistance.Load(path) : null;
        using var model = Autoencoding.Load(options.Model, space.Encoder, options.Device);
        var run = new Pass(options.Model.Config, model, space, perceptual, new EvaluationProgress(progress, clock), cancellationToken);
        using var heldOut = run.Over(data.HeldOutImages, compare: true);
        using var train = run.Over(data.TrainImages, compare: false);
        return new ReconstructionReport
        {
            Model = options.Model.Config.Name,
            Encoder = space.EncoderName,
            Space = space.Description,
            HeldOut = data.HeldOut.Count,
            Train = data.Train.Count,
            PerceptualName = perceptual?.Name,
            RealSeams = heldOut.Originals.Seams,
            Rows = [Row("x̂", heldOut.Restored, train.Restored, heldOut, train), Row("x", heldOut.Direct, train.Direct, heldOut, train)],
        };
    }

    private static ReconstructionRow Row(string from, ReconstructedSet heldOut, ReconstructedSet train, Outcome heldOutSets, Outcome trainSets) => new(
        from,
        heldOut.Psnr,
        heldOut.Ssim,
        heldOut.Perceptual,
        heldOut.Seams,
        Distance([heldOutSets.Originals], [heldOut]),
        Distance([heldOutSets.Originals, trainSets.Originals], [heldOut, train]))
    {
        SecondDistance = ReconstructedSet.SecondDistance([heldOutSets.Originals, trainSets.Originals], [heldOut, train]),
    };

    private static double Distance(ReconstructedSet[] originals, ReconstructedSet[] reconstructed)
    {
        using var real = ReconstructedSet.Moments(originals);
        using var made = ReconstructedSet.Moments(reconstructed);
        return FrechetDistance.Between(real, made);
    }

    /// <summary>What became of one split.</summary>
    private sealed record Outcome(ReconstructedSet Originals, ReconstructedSet Restored, ReconstructedSet Direct) : IDisposable
    {
        public void Dispose()
        {
            Originals.Dispose();
            Restored.Dispose();
            Direct.Dispose();
        }
    }

    private sealed record Pass(ModelConfig Config, Autoencoding Model, FeatureSpace Space, PerceptualDistance? Perceptual, EvaluationProgress Display, CancellationToken CancellationToken)
    {
        public Outcome Over(SplitImages images, bool compare)
        {
            var outcome = new Outcome(New(), New(), New());
            var report = Display.Begin($"{images.Name} pictures", images.Count);
            var done = 0;
            foreach (var batch in images.Batches(Batch))
            {
                CancellationToken.ThrowIfCancellationRequested();
                using var scope = torch.NewDisposeScope();
                var x = Model.Features(batch); // [B, T, D]
                outcome.Originals.Add(batch);
                outcome.Restored.Add(Model.DecodePixels(Model.Restore(Model.Latent(x))), batch, compare);
                outcome.Direct.Add(Model.DecodePixels(x), batch, compare);
                done += (int)batch.shape[0];
                batch.Dispose();
                report(done);
            }

            return outcome;
        }

        private ReconstructedSet New() => new(Space, Perceptual, SeamIndex.Of(Config));
    }
}
