using TorchSharp;

namespace FaeRealtime.Data.Caches;

/// <summary>Between tokens <c>[B, T, C]</c>, row by row, and the latent grid <c>[B, C, h, w]</c>.</summary>
internal static class LatentGrid
{
    /// <summary>Tokens to a square grid.</summary>
    /// <param name="tokens"><c>[B, h·w, C]</c>. Borrowed.</param>
    /// <returns><c>[B, C, h, w]</c>; the caller disposes.</returns>
    public static torch.Tensor FromTokens(torch.Tensor tokens)
    {
        var side = (long)Math.Round(Math.Sqrt(tokens.shape[1]));
        using var channelsFirst = tokens.transpose(1, 2); // [B, C, T]
        return channelsFirst.reshape(tokens.shape[0], tokens.shape[2], side, side); // [B, C, h, w]
    }
}
