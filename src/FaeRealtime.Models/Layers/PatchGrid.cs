using static TorchSharp.torch;

namespace FaeRealtime.Models.Layers;

/// <summary>The two ways between a picture or latent and its patch vectors.</summary>
internal static class PatchGrid
{
    /// <summary>Cuts into patches, each a vector in the order (channel, row, column) of a convolution kernel.</summary>
    /// <param name="x"><c>[B, C, h·p, w·p]</c>. Borrowed.</param>
    /// <param name="patch">Side p of a patch.</param>
    /// <returns><c>[B, h·w, C·p·p]</c>, row-major over patches.</returns>
    public static Tensor Patchify(Tensor x, long patch)
    {
        var shape = x.shape;
        var (b, c, h, w) = (shape[0], shape[1], shape[2] / patch, shape[3] / patch);
        return x.reshape(b, c, h, patch, w, patch) // [B, C, h, p, w, p]
            .permute(0, 2, 4, 1, 3, 5) // [B, h, w, C, p, p]
            .reshape(b, h * w, c * patch * patch); // [B, T, C·p·p]
    }

    /// <summary>Cuts into patches, each a vector in the order (row, column, channel).</summary>
    /// <param name="x"><c>[B, C, h·p, w·p]</c>. Borrowed.</param>
    /// <param name="patch">Side p of a patch.</param>
    /// <returns><c>[B, h·w, p·p·C]</c>, row-major over patches.</returns>
    public static Tensor PatchifyPixels(Tensor x, long patch)
    {
        var shape = x.shape;
        var (b, c, h, w) = (shape[0], shape[1], shape[2] / patch, shape[3] / patch);
        return x.reshape(b, c, h, patch, w, patch) // [B, C, h, p, w, p]
            .permute(0, 2, 4, 3, 5, 1) // [B, h, w, p, p, C]
            .reshape(b, h * w, patch * patch * c); // [B, T, p·p·C]
    }

    /// <summary>Joins patch vectors in the order (row, column, channel), as DiT's final layer gives them.</summary>
    /// <param name="tokens"><c>[B, h·w, p·p·C]</c>, row-major over patches. Borrowed.</param>
    /// <param name="patch">Side p of a patch.</param>
    /// <param name="rows">Patches h in a column; the rest are columns w.</param>
    /// <returns><c>[B, C, h·p, w·p]</c>.</returns>
    public static Tensor Unpatchify(Tensor tokens, long patch, long rows)
    {
        var shape = tokens.shape;
        var (b, w, c) = (shape[0], shape[1] / rows, shape[2] / (patch * patch));
        return tokens.reshape(b, rows, w, patch, patch, c) // [B, h, w, p, p, C]
            .permute(0, 5, 1, 3, 2, 4) // [B, C, h, p, w, p]
            .reshape(b, c, rows * patch, w * patch); // [B, C, h·p, w·p]
    }
}
