using static TorchSharp.torch;

namespace FaeRealtime.Models.Layers;

/// <summary>What a network that computes in bfloat16 still does in float32: sums of squares and rotations.</summary>
internal static class SinglePrecision
{
    /// <summary>Widens bfloat16.</summary>
    /// <param name="x">Of any shape and floating type. Borrowed.</param>
    /// <returns>float32 for bfloat16, in the caller's dispose scope; otherwise <paramref name="x"/> itself.</returns>
    public static Tensor Of(Tensor x) => x.dtype == ScalarType.BFloat16 ? x.@float() : x;
}
