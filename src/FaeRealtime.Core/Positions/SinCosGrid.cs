namespace FaeRealtime.Core.Positions;

/// <summary>The fixed two-dimensional position table of MAE, DiT, SiT and LightningDiT.</summary>
public static class SinCosGrid
{
    private const double Base = 10000.0;

    /// <summary>The table of a square grid: the first half of a row encodes its column, the second its row, each as [sin(p·ω), cos(p·ω)] with ω_k = 10000^(−k/(D/4)).</summary>
    /// <param name="width">Token width D, a multiple of 4.</param>
    /// <param name="side">Rows and columns of the grid.</param>
    /// <param name="classRow">Whether a row of zeros for a class token comes first.</param>
    /// <returns><c>[side², D]</c>, or <c>[1 + side², D]</c>.</returns>
    public static float[] Table(int width, int side, bool classRow = false)
    {
        var quarter = width / 4;
        var first = classRow ? 1 : 0;
        var table = new float[((long)side * side + first) * width];
        for (var token = 0; token < side * side; token++)
        {
            var target = table.AsSpan((first + token) * width, width);
            Encode(token % side, target[..(2 * quarter)]);
            Encode(token / side, target[(2 * quarter)..]);
        }

        return table;
    }

    private static void Encode(int position, Span<float> target)
    {
        var quarter = target.Length / 2;
        for (var k = 0; k < quarter; k++)
        {
            var angle = position * Math.Pow(Base, -(double)k / quarter);
            target[k] = (float)Math.Sin(angle);
            target[quarter + k] = (float)Math.Cos(angle);
        }
    }
}
