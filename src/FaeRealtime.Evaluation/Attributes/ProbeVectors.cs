using System.Globalization;
using FaeRealtime.Data.Caches;
using FaeRealtime.Evaluation.Features;
using FaeRealtime.Evaluation.ImageSets;
using TorchSharp;

namespace FaeRealtime.Evaluation.Attributes;

/// <summary>What a probe sees of an image: all patch tokens of some blocks of the frozen ViT, side by side. Where a thing is matters for glasses and mouths, so nothing is pooled.</summary>
internal sealed class ProbeVectors : IDisposable
{
    private const int Batch = 32;

    private readonly FeatureSpace _space;
    private readonly torch.Device _device;

    private ProbeVectors(FeatureSpace space, torch.Device device) => (_space, _device) = (space, device);

    /// <summary>Such as <c>vit_tiny_patch16_224, tokens of blocks 1, 12, 128 px</c>.</summary>
    public string Description => string.Create(CultureInfo.InvariantCulture, $"{_space.EncoderName}, tokens of blocks {string.Join(", ", _space.Encoder.Config.FeatureBlocks)}, {_space.Encoder.Config.InputSize} px");

    /// <summary>Opens the frozen ViT.</summary>
    /// <param name="evaluation">Model and weights.</param>
    /// <param name="blocks">Which blocks, from 1; null for the model's.</param>
    /// <exception cref="Core.Errors.FaeException">A block is none of the ViT's, or the weights are missing or another model's.</exception>
    public static ProbeVectors Open(EvaluationOptions evaluation, IReadOnlyList<int>? blocks)
    {
        var config = evaluation.Model.Config.Encoder;
        config = config with { InputSize = evaluation.InputSize ?? config.InputSize, FeatureBlocks = blocks ?? (config.FeatureBlocks.Count == 0 ? [config.Depth] : config.FeatureBlocks) };
        return new ProbeVectors(FeatureSpace.Open(config, evaluation), evaluation.Device);
    }

    /// <summary>The vectors of a set.</summary>
    /// <param name="images">The set.</param>
    /// <param name="take">Receives each batch's place and vectors <c>[B, D]</c> on the CPU, borrowed.</param>
    /// <param name="report">Told how many are done.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    public void Each(IImageBatches images, Action<int, torch.Tensor> take, Action<int> report, CancellationToken cancellationToken)
    {
        using var guard = torch.no_grad();
        var done = 0;
        foreach (var batch in images.Batches(Batch))
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var scope = torch.NewDisposeScope();
            var input = EncoderInput.Resize(batch.to(_device), _space.Encoder.Config.InputSize);
            take(done, _space.Encoder.Features(input).flatten(1).cpu()); // [B, T·D]
            done += (int)batch.shape[0];
            batch.Dispose();
            report(done);
        }
    }

    /// <summary>All of them at once.</summary>
    /// <returns><c>[N, D]</c> on the CPU; the caller disposes.</returns>
    public torch.Tensor All(IImageBatches images, Action<int> report, CancellationToken cancellationToken)
    {
        using var guard = torch.no_grad();
        torch.Tensor? all = null;
        Each(images, (first, vectors) => (all ??= torch.empty([images.Count, vectors.shape[1]]).DetachFromDisposeScope()).narrow(0, first, vectors.shape[0]).copy_(vectors), report, cancellationToken);
        return all!;
    }

    /// <inheritdoc/>
    public void Dispose() => _space.Dispose();
}
