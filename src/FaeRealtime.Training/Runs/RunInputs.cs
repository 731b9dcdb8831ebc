using FaeRealtime.Core.Config;
using FaeRealtime.Models.Autoencoder;
using FaeRealtime.Models.Encoders;
using FaeRealtime.Training.Data;
using FaeRealtime.Training.Losses;

namespace FaeRealtime.Training.Runs;

/// <summary>Pictures, frozen networks and what is computed from them once and used by several stages.</summary>
internal sealed class RunInputs : IDisposable
{
    private readonly RunContext run;
    private readonly VisionTransformer encoder;
    private readonly FeatureSource source;
    private readonly CancellationToken cancellationToken;
    private (FeatureBank Train, FeatureBank HeldOut, FeatureStatistics Statistics)? features;
    private (LatentBank Train, LatentBank HeldOut)? latents;

    /// <summary>Takes over the encoder and the perceptual net.</summary>
    public RunInputs(RunContext run, TrainingData data, VisionTransformer encoder, SqueezeNetPerceptual? perceptual, CancellationToken cancellationToken)
    {
        this.run = run;
        this.encoder = encoder;
        this.cancellationToken = cancellationToken;
        Data = data;
        Perceptual = perceptual;
        source = new FeatureSource(encoder, run.Recipe.Model.Encoder);
    }

    public TrainingData Data { get; }

    public SqueezeNetPerceptual? Perceptual { get; }

    /// <summary>Stops what takes long before a stage can train.</summary>
    public CancellationToken Cancellation => cancellationToken;

    public ModelConfig Model => run.Recipe.Model;

    /// <summary>Standardised features of both splits, with the statistics of the training split.</summary>
    public (FeatureBank Train, FeatureBank HeldOut, FeatureStatistics Statistics) Features()
    {
        if (features is null)
        {
            var train = Compute(Data.Train, "features");
            var heldOut = Compute(Data.HeldOut, "held-out features");
            var statistics = train.Statistics(Math.Max(1, Model.Encoder.FeatureBlocks.Count));
            train.Standardise(statistics);
            heldOut.Standardise(statistics);
            features = (train, heldOut, statistics);
        }

        return features.Value;
    }

    /// <summary>Posteriors of both splits under a trained encoder.</summary>
    public (LatentBank Train, LatentBank HeldOut) Latents(LatentEncoder latentEncoder)
    {
        if (latents is null)
        {
            ForgetFeatures();
            latents = (Compute(latentEncoder, Data.Train, "latents"), Compute(latentEncoder, Data.HeldOut, "held-out latents"));
        }

        return latents.Value;
    }

    public void Dispose()
    {
        ForgetFeatures();
        latents?.Train.Dispose();
        latents?.HeldOut.Dispose();
        Perceptual?.Dispose();
        encoder.Dispose();
    }

    private FeatureBank Compute(PictureSet pictures, string activity) =>
        FeatureBank.Compute(source, pictures, Reporter(activity, pictures.Views), cancellationToken);

    private LatentBank Compute(LatentEncoder latentEncoder, PictureSet pictures, string activity) =>
        LatentBank.Compute(source, latentEncoder, Model.Latent.Channels, pictures, Reporter(activity, pictures.Views), cancellationToken);

    private Action<int> Reporter(string activity, int total)
    {
        var meter = run.Meter(null, activity, total, 1);
        return done => meter.Report(done);
    }

    // Hundreds of megabytes that the later stages do not look at.
    private void ForgetFeatures()
    {
        if (features is { } held)
        {
            held.Train.Dispose();
            held.HeldOut.Dispose();
            held.Statistics.Dispose();
            features = null;
        }
    }
}
