namespace FaeRealtime.Core.Positions;

/// <summary>The waves that embed a time: [cos(t·f) | sin(t·f)], f_i = 10000^(−i/(W/2)).</summary>
public static class TimeWaves
{
    /// <summary>W of SiT's and LightningDiT's embedders.</summary>
    public const int Width = 256;

    private const double Base = 10000.0;

    /// <summary>f.</summary>
    /// <param name="width">W.</param>
    /// <returns><c>[W/2]</c>.</returns>
    public static float[] Frequencies(int width)
    {
        var frequencies = new float[width / 2];
        for (var i = 0; i < frequencies.Length; i++)
        {
            frequencies[i] = (float)Math.Pow(Base, -(double)i / frequencies.Length);
        }

        return frequencies;
    }
}
