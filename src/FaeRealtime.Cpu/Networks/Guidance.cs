namespace FaeRealtime.Cpu.Networks;

/// <summary>Classifier-free guidance (Ho and Salimans 2022).</summary>
internal static class Guidance
{
    /// <summary>u + w·(c − u).</summary>
    /// <param name="wanted">c; receives the result.</param>
    /// <param name="none">u, at least as many values.</param>
    /// <param name="scale">w.</param>
    public static void Mix(Span<float> wanted, ReadOnlySpan<float> none, float scale)
    {
        for (var i = 0; i < wanted.Length; i++)
        {
            wanted[i] = none[i] + ((wanted[i] - none[i]) * scale);
        }
    }
}
