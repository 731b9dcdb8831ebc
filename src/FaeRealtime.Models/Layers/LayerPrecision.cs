using TorchSharp;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Layers;

/// <summary>Networks that compute in bfloat16. TorchSharp converts nothing by itself, so the networks do where types meet.</summary>
public static class LayerPrecision
{
    /// <summary>Converts the weights of every layer. Tables, statistics and singular vectors keep their precision, and with them the few parameters beside them, which the network rounds where it uses them.</summary>
    /// <param name="network">Changed in place; its layers' parameters are replaced.</param>
    /// <param name="type">Float32 for no change, or BFloat16.</param>
    /// <returns>The same network.</returns>
    public static T Lower<T>(this T network, ScalarType type)
        where T : nn.Module
    {
        if (type != ScalarType.Float32)
        {
            foreach (var layer in network.modules().Prepend(network).Where(module => !module.children().Any() && !module.buffers().Any()))
            {
                layer.to(type);
            }
        }

        return network;
    }
}

/// <summary>What a network that computes in bfloat16 still does in float32: sums of squares and rotations.</summary>
internal static class SinglePrecision
{
    /// <summary>Widens bfloat16.</summary>
    /// <param name="x">Of any shape and floating type. Borrowed.</param>
    /// <returns>float32 for bfloat16, in the caller's dispose scope; otherwise <paramref name="x"/> itself.</returns>
    public static Tensor Of(Tensor x) => x.dtype == ScalarType.BFloat16 ? x.@float() : x;
}
