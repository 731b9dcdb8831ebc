namespace FaeRealtime.Core.Positions;

/// <summary>The angles of two-dimensional rotary positions: the first half of a head turns with the token's row, the second with its column.</summary>
/// <remarks>LightningDiT's VisionRotaryEmbeddingFast (MODELS §3.3): ω_j = 10000^(−2j/(Dh/2)), each angle on a pair of adjacent elements.</remarks>
public static class RotaryGrid
{
    private const double Base = 10000.0;

    /// <summary>A function of every angle of a square grid.</summary>
    /// <param name="headWidth">Head width Dh, a multiple of 4.</param>
    /// <param name="side">Rows and columns of the grid.</param>
    /// <param name="function">Cosine or sine.</param>
    /// <returns><c>[side², Dh]</c>, both elements of a pair alike.</returns>
    public static float[] Table(int headWidth, int side, Func<double, double> function)
    {
        var half = headWidth / 2;
        var table = new float[(long)side * side * headWidth];
        for (var i = 0; i < table.Length; i++)
        {
            var (token, element) = (i / headWidth, i % headWidth);
            var position = element < half ? token / side : token % side;
            var pair = element % half / 2;
            table[i] = (float)function(position * Math.Pow(Base, -2.0 * pair / half));
        }

        return table;
    }
}
