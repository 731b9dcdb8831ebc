using TorchSharp;

namespace FaeRealtime.Training.Stages;

/// <summary>Brings latents to zero mean and unit deviation per channel.</summary>
/// <param name="mean">One a channel.</param>
/// <param name="std">One a channel.</param>
/// <param name="device">Where the latents lie; null is the CPU.</param>
internal sealed class LatentScale(double[] mean, double[] std, torch.Device? device = null) : IDisposable
{
    private readonly torch.Tensor _mean = PerChannel(mean, device);
    private readonly torch.Tensor _std = PerChannel(std, device);

    /// <summary>Mean natural logarithm of the deviations: what normalising takes from a likelihood, a dimension.</summary>
    public double LogDeviation { get; } = std.Select(deviation => Math.Log(deviation)).DefaultIfEmpty().Average();

    /// <summary>(z − mean)/std.</summary>
    /// <param name="z"><c>[B, C, h, w]</c>. Borrowed.</param>
    /// <returns><c>[B, C, h, w]</c>; the caller disposes.</returns>
    public torch.Tensor Normalise(torch.Tensor z)
    {
        using var centred = z - _mean;
        return centred / _std;
    }

    public void Dispose()
    {
        _mean.Dispose();
        _std.Dispose();
    }

    private static torch.Tensor PerChannel(double[] values, torch.Device? device) =>
        torch.tensor(Array.ConvertAll(values, value => (float)value), [1, values.Length, 1, 1], device: device).DetachFromDisposeScope();
}
