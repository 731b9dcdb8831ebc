namespace FaeRealtime.Core.Noise;

/// <summary>The Philox4x32-10 counter-based generator.</summary>
/// <remarks>Salmon et al. 2011, «Parallel random numbers: as easy as 1, 2, 3», §3.3 and table 2; constants as in Random123.</remarks>
internal static class Philox4x32
{
    private const int Rounds = 10;
    private const uint MultiplierA = 0xD2511F53;
    private const uint MultiplierB = 0xCD9E8D57;
    private const uint WeylA = 0x9E3779B9;
    private const uint WeylB = 0xBB67AE85;

    /// <summary>The random block of one counter under one key.</summary>
    /// <param name="counter">Words 0 and 1 (low), 2 and 3 (high) of the 128-bit counter.</param>
    /// <param name="key">Words 0 (low) and 1 of the 64-bit key.</param>
    /// <returns>Four uniform 32-bit words.</returns>
    public static (uint X0, uint X1, uint X2, uint X3) Block((ulong Low, ulong High) counter, ulong key)
    {
        uint x0 = (uint)counter.Low, x1 = (uint)(counter.Low >> 32), x2 = (uint)counter.High, x3 = (uint)(counter.High >> 32);
        uint k0 = (uint)key, k1 = (uint)(key >> 32);
        for (var round = 0; round < Rounds; round++)
        {
            var a = (ulong)MultiplierA * x0;
            var b = (ulong)MultiplierB * x2;
            x0 = (uint)(b >> 32) ^ x1 ^ k0;
            x1 = (uint)b;
            x2 = (uint)(a >> 32) ^ x3 ^ k1;
            x3 = (uint)a;
            k0 = unchecked(k0 + WeylA);
            k1 = unchecked(k1 + WeylB);
        }

        return (x0, x1, x2, x3);
    }
}
