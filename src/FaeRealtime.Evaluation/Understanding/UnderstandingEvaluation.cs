using FaeRealtime.Core.Errors;
using FaeRealtime.Data.Loading;
using FaeRealtime.Evaluation.Features;
using FaeRealtime.Evaluation.ImageSets;
using FaeRealtime.Evaluation.Metrics;
using FaeRealtime.Training.Runs;
using TorchSharp;

namespace FaeRealtime.Evaluation.Understanding;

/// <summary>Whether the latent keeps what the frozen encoder understands: classes are told from x, from z and from what is restored of x.</summary>
/// <remarks>
/// The paper gives x̂ to a linear head that was trained on x. DINOv2's own head needs a class token, which x̂ has not; here the mean over patch tokens stands for an image, and the head is trained
/// on the data set at hand, once for each representation and once on x for x̂.
/// </remarks>
public static class UnderstandingEvaluation
{
    private const int Batch = 32;

    private static readonly IReadOnlyDictionary<Representation, string> Names = new Dictionary<Representation, string>
    {
        [Representation.Features] = "x, mean of tokens",
        [Representation.Restored] = "x̂, mean of tokens",
        [Representation.Latent] = "z, mean of tokens",
        [Representation.WholeLatent] = "z, all tokens",
    };

    /// <summary>Computes the vectors and classifies.</summary>
    /// <param name="options">What to classify.</param>
    /// <param name="progress">The listener, or null.</param>
    /// <param name="clock">For rates.</param>
    /// <param name="cancellationToken">Stops between batches and steps.</param>
    /// <exception cref="FaeException">A file is missing, damaged or does not fit.</exception>
    public static UnderstandingReport Run(UnderstandingOptions options, IProgress<TrainingProgress>? progress, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var guard = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var evaluation = options.Evaluation;
        var display = new EvaluationProgress(progress, clock);
        using var space = FeatureSpace.Open(evaluation.Model.Config.Encoder, evaluation);
        using var model = Autoencoding.Load(evaluation.Model, space.Encoder, evaluation.Device);
        using var data = EvaluationData.Load(evaluation, cancellationToken);
        var train = Vectors(model, data.TrainImages, display, cancellationToken);
        var heldOut = Vectors(model, data.HeldOutImages, display, cancellationToken);
        return new UnderstandingReport
        {
            Model = evaluation.Model.Config.Name,
            Encoder = space.EncoderName,
            Train = data.Train.Count,
            HeldOut = data.HeldOut.Count,
            Classes = data.Classes.Count,
            Chance = data.HeldOut.Labels.CountBy(label => label).Max(entry => entry.Value) / (double)data.HeldOut.Count,
            Rows = [.. Names.Keys.Select(kind => Row(kind, Labelled(train, data.Train), Labelled(heldOut, data.HeldOut), data.Classes.Count, options, cancellationToken))],
        };
    }

    private static Dictionary<Representation, LabelledFeatures> Labelled(Dictionary<Representation, torch.Tensor> vectors, ImageSet images) =>
        vectors.ToDictionary(entry => entry.Key, entry => new LabelledFeatures(entry.Value, images.Labels));

    private static UnderstandingRow Row(
        Representation kind, Dictionary<Representation, LabelledFeatures> train, Dictionary<Representation, LabelledFeatures> heldOut, int classes, UnderstandingOptions options, CancellationToken cancellationToken)
    {
        using var classifier = new NeighbourClassifier(train[kind].Features, train[kind].Labels, classes);
        var neighbours = new List<NeighbourAccuracy>();
        foreach (var count in options.Neighbours.Where(count => count <= train[kind].Labels.Length))
        {
            using var scores = classifier.Scores(heldOut[kind].Features, count);
            neighbours.Add(new NeighbourAccuracy(count, TopAccuracy.Of(scores, heldOut[kind].Labels)));
        }

        double Probe(Representation learnt) => LinearProbe.Best(train[learnt], heldOut[kind], classes, options.ProbeSteps, options.Seed, cancellationToken).Accuracy;
        return new UnderstandingRow(Names[kind], train[kind].Features.shape[1], neighbours, Probe(kind), kind == Representation.Restored ? Probe(Representation.Features) : null);
    }

    private static Dictionary<Representation, torch.Tensor> Vectors(Autoencoding model, SplitImages images, EvaluationProgress display, CancellationToken cancellationToken)
    {
        var parts = Names.Keys.ToDictionary(kind => kind, _ => new List<torch.Tensor>());
        var report = display.Begin($"{images.Name} pictures", images.Count);
        var done = 0;
        foreach (var batch in images.Batches(Batch))
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var scope = torch.NewDisposeScope();
            var x = model.Features(batch); // [B, T, D]
            var z = model.Latent(x); // [B, T, C]
            parts[Representation.Features].Add(x.mean([1L]).MoveToOuterDisposeScope()); // [B, D]
            parts[Representation.Restored].Add(model.Restore(z).mean([1L]).MoveToOuterDisposeScope()); // [B, D]
            parts[Representation.Latent].Add(z.mean([1L]).MoveToOuterDisposeScope()); // [B, C]
            parts[Representation.WholeLatent].Add(z.reshape(z.shape[0], -1).MoveToOuterDisposeScope()); // [B, T·C]
            done += (int)batch.shape[0];
            batch.Dispose();
            report(done);
        }

        return parts.ToDictionary(entry => entry.Key, entry => torch.cat(entry.Value, 0));
    }
}

/// <summary>The vectors by which an image is classified.</summary>
internal enum Representation
{
    /// <summary>x: the encoder's standardised features, mean over the patches.</summary>
    Features,

    /// <summary>z: the latent, mean over the patches.</summary>
    Latent,

    /// <summary>z: the latent, all patches side by side.</summary>
    WholeLatent,

    /// <summary>x̂: the restored features, mean over the patches.</summary>
    Restored,
}

/// <summary>What <c>fae eval understanding</c> was asked for.</summary>
/// <param name="Evaluation">Model, labelled data, encoder.</param>
public sealed record UnderstandingOptions(EvaluationOptions Evaluation)
{
    /// <summary>Neighbours that vote; DINOv2 reports 10, 20, 100 and 200.</summary>
    public IReadOnlyList<int> Neighbours { get; init; } = [10, 20];

    /// <summary>Steps of the linear probe; DINOv2 takes 12,500.</summary>
    public int ProbeSteps { get; init; } = 2000;

    /// <summary>Of the probe's weights and batches.</summary>
    public ulong Seed { get; init; } = 1;
}
