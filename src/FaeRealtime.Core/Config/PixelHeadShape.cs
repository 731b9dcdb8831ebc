using System.Text.Json.Serialization;

namespace FaeRealtime.Core.Config;

/// <summary>How the pixel decoder's tokens become a picture.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<PixelHeadKind>))]
public enum PixelHeadKind
{
    /// <summary>Every token paints its patch by itself, as in the paper.</summary>
    Linear,

    /// <summary>Every token paints a patch wider than its stride; where patches overlap, a window blends them.</summary>
    Overlap,

    /// <summary>Every token gives its cells of a finer grid, on which 3×3 convolutions paint the picture, each cell a small square.</summary>
    Convolution,
}

/// <summary>The sizes of a pixel decoder's head.</summary>
/// <param name="Kind">Which head.</param>
/// <param name="Grid">Tokens in a row and in a column.</param>
/// <param name="Patch">Side of the square that belongs to a token, in pixels.</param>
/// <param name="Overlap">Pixels by which a token's patch reaches beyond that square on each side; 0 except for <see cref="PixelHeadKind.Overlap"/>.</param>
/// <param name="Stride">Side of a cell of the convolutions' grid, in pixels; the patch for the other heads.</param>
/// <param name="Channels">Channels of the convolutions.</param>
/// <param name="Layers">Convolutions, the one that paints included; 0 for the other heads.</param>
public readonly record struct PixelHeadShape(PixelHeadKind Kind, int Grid, int Patch, int Overlap, int Stride, int Channels, int Layers)
{
    private const int Colours = 3;

    /// <summary>Side of what a token paints, in pixels.</summary>
    public int Reach => Patch + (2 * Overlap);

    /// <summary>Cells of the convolutions' grid in a token's row or column.</summary>
    public int Cells => Patch / Stride;

    /// <summary>Values that the last linear layer gives a token: (row, column, colour) of its patch, or (row, column, channel) of its cells.</summary>
    public int Outputs => Kind == PixelHeadKind.Convolution ? Cells * Cells * Channels : Reach * Reach * Colours;

    /// <summary>Values that a convolution gives a cell; the last one (row, column, colour) of its square.</summary>
    /// <param name="layer">Which, from 0.</param>
    public int LayerOutputs(int layer) => layer == Layers - 1 ? Stride * Stride * Colours : Channels;

    /// <summary>How much each patch counts along one axis of the picture: a raised cosine over twice the overlap, whose sum over all patches is 1 at every pixel.</summary>
    /// <returns><c>[grid, reach]</c>; 0 outside the picture.</returns>
    public float[] Window()
    {
        var window = new float[Grid * Reach];
        for (var token = 0; token < Grid; token++)
        {
            for (var i = 0; i < Reach; i++)
            {
                window[(token * Reach) + i] = (float)(Rise(token > 0, i) * Rise(token < Grid - 1, Reach - 1 - i));
            }
        }

        return window;
    }

    // From the patch's edge inwards; at the picture's edge there is no other patch to blend with.
    private double Rise(bool shared, int inwards) => (shared, inwards) switch
    {
        (true, _) when inwards < 2 * Overlap => Math.Pow(Math.Sin(Math.PI * (inwards + 0.5) / (4 * Overlap)), 2),
        (false, _) when inwards < Overlap => 0,
        _ => 1,
    };
}
