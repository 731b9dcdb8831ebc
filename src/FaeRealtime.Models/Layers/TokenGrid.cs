using FaeRealtime.Core.Errors;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace FaeRealtime.Models.Layers;

/// <summary>Tokens as a square picture.</summary>
internal static class TokenGrid
{
    /// <summary>Resizes tokens to another square grid: bilinear, align_corners false, no antialias (RAE).</summary>
    /// <param name="tokens"><c>[B, T, D]</c>, T a square. Borrowed.</param>
    /// <param name="side">Rows and columns of the new grid.</param>
    /// <returns><c>[B, side², D]</c>; the caller disposes.</returns>
    /// <exception cref="ShapeException">T is no square.</exception>
    public static Tensor Resize(Tensor tokens, long side)
    {
        var (b, t, d) = (tokens.size(0), tokens.size(1), tokens.size(2));
        var old = (long)Math.Round(Math.Sqrt(t));
        if (old * old != t)
        {
            throw new ShapeException($"{t} tokens are no square grid, so they cannot be resized to {side}×{side}. Give a square number of tokens.");
        }

        if (old == side)
        {
            return tokens.alias();
        }

        using var scope = NewDisposeScope();
        var grid = tokens.transpose(1, 2).reshape(b, d, old, old); // [B, D, M, M]
        return F.interpolate(grid, [side, side], mode: InterpolationMode.Bilinear, align_corners: false) // [B, D, side, side]
            .flatten(2).transpose(1, 2).MoveToOuterDisposeScope(); // [B, side², D]
    }
}
