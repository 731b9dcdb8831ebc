using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Convolutions;

/// <summary>Group norms that begin as normalisation alone.</summary>
public static class GroupNorms
{
    private const double PyTorchEpsilon = 1e-5;

    /// <summary>A group norm with weight 1 and bias 0, which TorchSharp 0.107 leaves as the memory was.</summary>
    /// <param name="groups">Groups of channels.</param>
    /// <param name="channels">A multiple of <paramref name="groups"/>.</param>
    /// <param name="device">Where the weights lie.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <returns>The layer; the caller disposes.</returns>
    public static GroupNorm Create(long groups, long channels, Device? device, double epsilon = PyTorchEpsilon)
    {
        var norm = nn.GroupNorm(groups, channels, epsilon, device: device);
        using var guard = no_grad();
        norm.weight!.fill_(1);
        norm.bias!.fill_(0);
        return norm;
    }
}
