using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Data.Loading;
using FaeRealtime.Evaluation.Features;
using FaeRealtime.Training.Runs;
using TorchSharp;

namespace FaeRealtime.Evaluation.Understanding;

/// <summary>Whether texts still find pictures, and pictures their texts, when the frozen encoder's features went through the latent: SigLIP's attention pool is given x and x̂.</summary>
/// <remarks>
/// The paper's table 4: SigLIP2's own pool and text tower, COCO's 5,000 test pictures with five captions each. Differs from big_vision where pictures are no squares: data sets cut them, there they are squeezed.
/// </remarks>
public static class RetrievalEvaluation
{
    private const int Batch = 32;

    /// <summary>Embeds the held-out pictures that have captions, and these, and lets them find each other.</summary>
    /// <param name="options">Model, data with captions, encoder.</param>
    /// <param name="embed">A text's embedding <c>[D]</c> in the encoder's space, of any length.</param>
    /// <param name="progress">The listener, or null.</param>
    /// <param name="clock">For rates.</param>
    /// <param name="cancellationToken">Stops between batches and texts.</param>
    /// <exception cref="FaeException">A file is missing, damaged or does not fit; the encoder has no attention pool over its features; no picture has a caption.</exception>
    public static RetrievalReport Run(EvaluationOptions options, Func<string, float[]> embed, IProgress<TrainingProgress>? progress, TimeProvider clock, CancellationToken cancellationToken)
    {
        RequirePool(options.Model.Config.Encoder);
        using var guard = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var display = new EvaluationProgress(progress, clock);
        using var space = FeatureSpace.Open(options.Model.Config.Encoder, options);
        using var model = Autoencoding.Load(options.Model, space.Encoder, options.Device);
        using var data = EvaluationData.Load(options, cancellationToken);
        long[] views = [.. Enumerable.Range(0, data.HeldOut.Count).Select(view => (long)view).Where(view => data.HeldOut.CaptionsOf(view).Count > 0)];
        if (views.Length == 0)
        {
            throw new ConfigException($"No held-out picture of data folder {options.DataPath} has a caption: there is nothing to find it by. Give a data set with captions.") { Subject = nameof(options.DataPath) };
        }

        var (texts, owners) = Texts(data.HeldOut, views, embed, display, cancellationToken);
        var (plain, restored) = Pictures(model, data.HeldOut, views, display, cancellationToken);
        return new RetrievalReport
        {
            Model = options.Model.Config.Name,
            Encoder = space.EncoderName,
            Images = views.Length,
            Texts = owners.Count,
            Features = ImageTextRetrieval.Of(plain, texts, owners),
            Restored = ImageTextRetrieval.Of(restored, texts, owners),
        };
    }

    private static void RequirePool(VisionEncoderConfig encoder)
    {
        if (!encoder.AttentionPool || (encoder.FeatureBlocks.Count > 0 && (encoder.FeatureBlocks.Count > 1 || encoder.FeatureBlocks[0] != encoder.Depth)))
        {
            throw new ConfigException(
                $"Texts find pictures by the answer of an attention pool over the last block's features, as SigLIP's; the model's encoder '{encoder.Name}' has {(encoder.AttentionPool ? "features of other blocks" : "no such pool")}. Give a model that was trained on SigLIP.");
        }
    }

    private static (torch.Tensor Embeddings, List<long> Owners) Texts(ImageSet images, long[] views, Func<string, float[]> embed, EvaluationProgress display, CancellationToken cancellationToken)
    {
        var (embeddings, owners) = (new List<float[]>(), new List<long>());
        var report = display.Begin("pictures' texts", views.Length);
        for (var image = 0; image < views.Length; image++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var caption in images.CaptionsOf(views[image]))
            {
                embeddings.Add(embed(caption));
                owners.Add(image);
            }

            report(image + 1);
        }

        return (torch.tensor(embeddings.SelectMany(one => one).ToArray(), [embeddings.Count, embeddings[0].Length]), owners); // [M, D]
    }

    private static (torch.Tensor Plain, torch.Tensor Restored) Pictures(Autoencoding model, ImageSet images, long[] views, EvaluationProgress display, CancellationToken cancellationToken)
    {
        var (plain, restored, done) = (new List<torch.Tensor>(), new List<torch.Tensor>(), 0);
        var report = display.Begin("held-out pictures", views.Length);
        foreach (var chunk in views.Chunk(Batch))
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var scope = torch.NewDisposeScope();
            var x = model.Features(images.Gather(chunk)); // [B, T, D]
            plain.Add(model.Pool(x).cpu().MoveToOuterDisposeScope()); // [B, D]
            restored.Add(model.Pool(model.Restore(model.Latent(x))).cpu().MoveToOuterDisposeScope()); // [B, D]
            done += chunk.Length;
            report(done);
        }

        return (torch.cat(plain, 0), torch.cat(restored, 0)); // [N, D] each
    }
}

/// <summary>What <c>fae eval retrieval</c> found.</summary>
public sealed record RetrievalReport
{
    /// <summary>The model's name.</summary>
    public required string Model { get; init; }

    /// <summary>The encoder whose features x are.</summary>
    public required string Encoder { get; init; }

    /// <summary>Held-out pictures with captions.</summary>
    public required int Images { get; init; }

    /// <summary>Captions.</summary>
    public required int Texts { get; init; }

    /// <summary>With the encoder's features x.</summary>
    public required RetrievalScore Features { get; init; }

    /// <summary>With the features x̂ that come back from the latent.</summary>
    public required RetrievalScore Restored { get; init; }
}
