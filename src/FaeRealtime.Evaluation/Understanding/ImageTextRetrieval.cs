using FaeRealtime.Core.Errors;
using FaeRealtime.Models.Checkpoints;
using TorchSharp;

namespace FaeRealtime.Evaluation.Understanding;

/// <summary>How often a text finds its image, and an image one of its texts, among all by the cosine of their embeddings.</summary>
/// <remarks>
/// COCO's protocol, as big_vision has it: every text of an image counts, a text has one image, an image is found with any of its texts. Of equal cosines the lower index comes first, on every device.
/// The paper's table 4 gives R@1 of SigLIP2 for images as they are and for restored features x̂.
/// </remarks>
public static class ImageTextRetrieval
{
    private const int QueryRows = 512;

    /// <summary>Ranks everything for every text and image.</summary>
    /// <param name="images">Embeddings <c>[N, D]</c> of any length, on any device. Borrowed.</param>
    /// <param name="texts">Embeddings <c>[M, D]</c>, on the same. Borrowed.</param>
    /// <param name="owners">The image of each text, M indices below N.</param>
    /// <exception cref="ShapeException">The widths differ, an owner is no image, or an image has no text.</exception>
    /// <exception cref="ConfigException">An embedding has entries that are no numbers.</exception>
    public static RetrievalScore Of(torch.Tensor images, torch.Tensor texts, IReadOnlyList<long> owners)
    {
        Require(images, texts, owners);
        using var guard = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var (pictures, words) = (Unit(images), Unit(texts)); // [N, D], [M, D]
        var imageOf = torch.tensor(owners.ToArray(), device: images.device); // [M]
        var imageIndex = torch.arange(images.shape[0], device: images.device); // [N]
        return new RetrievalScore(Recall(Ranks(words, pictures, imageOf, imageIndex)), Recall(Ranks(pictures, words, imageIndex, imageOf)));
    }

    // For each query, how many wrong ones come before the best right one: those of the same image are right.
    private static long[] Ranks(torch.Tensor queries, torch.Tensor known, torch.Tensor imageOfQuery, torch.Tensor imageOfKnown)
    {
        var ranks = new List<long>();
        var (transposed, index) = (known.t(), torch.arange(known.shape[0], device: known.device)); // [D, K], [K]
        for (long start = 0; start < queries.shape[0]; start += QueryRows)
        {
            using var inner = torch.NewDisposeScope();
            var rows = Math.Min(QueryRows, queries.shape[0] - start);
            var cosines = queries.narrow(0, start, rows).matmul(transposed); // [q, K]
            var right = imageOfQuery.narrow(0, start, rows).unsqueeze(1).eq(imageOfKnown.unsqueeze(0)); // [q, K]
            var best = cosines.masked_fill(right.logical_not(), double.NegativeInfinity).amax([1], keepdim: true); // [q, 1]
            var equal = cosines.eq(best); // [q, K]
            var first = torch.where(equal.logical_and(right), index, known.shape[0]).amin([1], keepdim: true); // [q, 1]
            var before = cosines.gt(best).logical_or(equal.logical_and(index.lt(first))); // [q, K]
            ranks.AddRange(TensorExport.Values<long>(before.sum(1))); // [q]
        }

        return [.. ranks];
    }

    private static RetrievalRecall Recall(long[] ranks)
    {
        double Within(int count) => ranks.Count(rank => rank < count) / (double)ranks.Length;
        return new RetrievalRecall(Within(1), Within(5), Within(10));
    }

    private static torch.Tensor Unit(torch.Tensor embeddings)
    {
        using var scope = torch.NewDisposeScope();
        var x = embeddings.to(torch.ScalarType.Float64); // [N, D]
        return (x / x.square().sum(1, keepdim: true).sqrt().clamp(1e-12)).MoveToOuterDisposeScope(); // [N, D]
    }

    private static void Require(torch.Tensor images, torch.Tensor texts, IReadOnlyList<long> owners)
    {
        if (images.ndim != 2 || texts.ndim != 2 || images.shape[1] != texts.shape[1] || texts.shape[0] != owners.Count || images.shape[0] == 0)
        {
            throw new ShapeException(
                $"Images [{string.Join(", ", images.shape)}], texts [{string.Join(", ", texts.shape)}] and {owners.Count} owners do not belong together. Give embeddings [N, D] and [M, D] of one model and M owners.");
        }

        var described = new bool[images.shape[0]];
        foreach (var owner in owners)
        {
            described[owner >= 0 && owner < described.Length ? owner : throw new ShapeException($"A text's image is {owner}; there are {described.Length} images, counted from 0.")] = true;
        }

        if (Array.IndexOf(described, false) is >= 0 and var alone)
        {
            throw new ShapeException($"Image {alone} has no text, so it cannot be found by one. Leave it out.");
        }

        using var scope = torch.NewDisposeScope();
        if (!images.isfinite().all().ToBoolean() || !texts.isfinite().all().ToBoolean())
        {
            throw new ConfigException("An embedding has entries that are no numbers. Check the model's weights, or compute in float32.");
        }
    }
}

/// <summary>What images and texts found of each other.</summary>
/// <param name="TextToImage">Shares of texts that found their image.</param>
/// <param name="ImageToText">Shares of images that found one of their texts.</param>
public sealed record RetrievalScore(RetrievalRecall TextToImage, RetrievalRecall ImageToText);

/// <summary>Recall: the share of queries with a right answer among the first.</summary>
/// <param name="At1">Among the first 1.</param>
/// <param name="At5">Among the first 5.</param>
/// <param name="At10">Among the first 10.</param>
public sealed record RetrievalRecall(double At1, double At5, double At10);
