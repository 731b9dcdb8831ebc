using static TorchSharp.torch;

namespace FaeRealtime.Models.Layers;

/// <summary>Keeps padded tokens out of an attention's keys.</summary>
internal static class KeyMask
{
    /// <summary>What is added to the scores.</summary>
    /// <param name="valid"><c>[B, T]</c>, Boolean or 0 and 1: true takes part. Borrowed.</param>
    /// <returns><c>[B, 1, 1, T]</c>: 0, or the lowest finite number, so that a row without any valid key stays finite; the caller disposes.</returns>
    public static Tensor Additive(Tensor valid)
    {
        using var scope = NewDisposeScope();
        return ((1 - valid.@float()) * float.MinValue).unsqueeze(1).unsqueeze(1).MoveToOuterDisposeScope(); // [B, 1, 1, T]
    }
}
