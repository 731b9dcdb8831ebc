using FaeRealtime.Core.Errors;
using FaeRealtime.Sampling.Flow;
using FaeRealtime.Sampling.Walks;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Sampling;

/// <summary>A stochastic sampler's noise as tensors, picture by picture from the seeds that also made the latents' noise: the same at every batch size, on every device.</summary>
/// <param name="pictures">A blend of seeds for each picture of the batch.</param>
public sealed class TorchNoise(IReadOnlyList<WeightedSeed[]> pictures) : INoiseSource<Tensor>
{
    /// <summary>Noise for pictures of one seed each.</summary>
    /// <param name="seeds">As many as the batch has pictures.</param>
    public static TorchNoise Of(IEnumerable<ulong> seeds) => new([.. seeds.Select(seed => new[] { new WeightedSeed(seed, 1.0) })]);

    /// <summary>Draws a step's noise.</summary>
    /// <param name="latent"><c>[B, …]</c>. Borrowed.</param>
    /// <param name="index">The step's number in its plan.</param>
    /// <returns>Standard normal noise of that shape on that device; the caller disposes.</returns>
    /// <exception cref="ShapeException">B is not the number of pictures.</exception>
    /// <exception cref="ConfigException">Weights have no direction.</exception>
    public Tensor Draw(Tensor latent, int index)
    {
        if (latent.size(0) != pictures.Count)
        {
            throw new ShapeException($"{latent.size(0)} latents are sampled with the seeds of {pictures.Count} pictures; give a blend of seeds for each.");
        }

        var length = (int)(latent.numel() / pictures.Count);
        var values = new float[pictures.Count * length];
        for (var i = 0; i < pictures.Count; i++)
        {
            PriorBlend.FillStepNoise(pictures[i], index, values.AsSpan(i * length, length));
        }

        return tensor(values, latent.shape, device: latent.device);
    }
}
