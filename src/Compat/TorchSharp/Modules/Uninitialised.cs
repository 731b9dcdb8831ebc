using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Fresh storage for layers, with libtorch's default values for biases.</summary>
internal static class Uninitialised
{
    /// <summary>Uniform in ±1/√fanIn, the companion of Kaiming-uniform weights with a = √5.</summary>
    internal static Tensor Bias(long size, long fanIn, Device? device, ScalarType? dtype)
    {
        double bound = fanIn > 0 ? 1 / Math.Sqrt(fanIn) : 0;
        return nn.init.uniform_(empty([size], dtype, device), -bound, bound);
    }
}
