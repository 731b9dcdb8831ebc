using System.Runtime.CompilerServices;

namespace FaeRealtime.Cpu.Kernels;

/// <summary>The elementwise functions of the networks, each within some 2·10⁻⁷ of the exact one.</summary>
internal static class Activations
{
    // exp(x) = 2ⁿ·exp(r), |r| ≤ ln 2 / 2, with ln 2 in two parts so that n·ln 2 is subtracted without loss (Cody and Waite).
    private const float LowestExponent = -87f;
    private const float HighestExponent = 88f;
    private const float InverseLog2 = 1.44269504f;
    private const float Log2High = 0.693359375f;
    private const float Log2Low = -2.12194440e-4f;

    // Adding and subtracting 1.5·2²³ rounds to a whole number.
    private const float Rounder = 12582912f;

    /// <summary>eˣ; x is first brought into [−87, 88], where eˣ is an ordinary number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Exp<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes>
    {
        x = TLanes.Min(TLanes.All(HighestExponent), TLanes.Max(TLanes.All(LowestExponent), x));
        var n = TLanes.MultiplyAdd(x, TLanes.All(InverseLog2), TLanes.All(Rounder)) - TLanes.All(Rounder);
        var r = TLanes.MultiplyAdd(n, TLanes.All(-Log2High), x);
        r = TLanes.MultiplyAdd(n, TLanes.All(-Log2Low), r);

        // Taylor to r⁷: the rest is below 10⁻⁸ of the value.
        var p = TLanes.All(1f / 5040f);
        p = TLanes.MultiplyAdd(p, r, TLanes.All(1f / 720f));
        p = TLanes.MultiplyAdd(p, r, TLanes.All(1f / 120f));
        p = TLanes.MultiplyAdd(p, r, TLanes.All(1f / 24f));
        p = TLanes.MultiplyAdd(p, r, TLanes.All(1f / 6f));
        p = TLanes.MultiplyAdd(p, r, TLanes.All(0.5f));
        p = TLanes.MultiplyAdd(p, r, TLanes.All(1f));
        p = TLanes.MultiplyAdd(p, r, TLanes.All(1f));
        return p * TLanes.PowerOfTwo(n);
    }

    /// <summary>x·σ(x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Silu<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes> =>
        x / (TLanes.All(1f) + Exp(TLanes.All(0f) - x));

    /// <summary>x·Φ(x), the exact GELU.</summary>
    /// <remarks>With erf |z| = 1 − (a₁t + … + a₅t⁵)·exp(−z²), t = 1/(1 + 0.3275911·|z|): Abramowitz and Stegun 7.1.26, absolute error 1.5·10⁻⁷.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Gelu<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes>
    {
        const float InverseRoot2 = 0.70710678f;
        var z = TLanes.Abs(x) * TLanes.All(InverseRoot2);
        var t = TLanes.All(1f) / TLanes.MultiplyAdd(z, TLanes.All(0.3275911f), TLanes.All(1f));
        var p = TLanes.All(1.061405429f);
        p = TLanes.MultiplyAdd(p, t, TLanes.All(-1.453152027f));
        p = TLanes.MultiplyAdd(p, t, TLanes.All(1.421413741f));
        p = TLanes.MultiplyAdd(p, t, TLanes.All(-0.284496736f));
        p = TLanes.MultiplyAdd(p, t, TLanes.All(0.254829592f));
        var tail = p * t * Exp(TLanes.All(0f) - (z * z));

        // max(x, 0) − |x|·tail/2 is x·Φ(x) on both sides, without a sign to carry.
        return TLanes.MultiplyAdd(TLanes.Abs(x) * tail, TLanes.All(-0.5f), TLanes.Max(TLanes.All(0f), x));
    }

    /// <summary>The tanh form of GELU, x·σ(2u) with u = √(2/π)·(x + 0.044715·x³).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes GeluTanh<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes>
    {
        const float Slope = 1.5957691216f;
        const float Cubic = 0.044715f * Slope;
        var u = TLanes.MultiplyAdd(x * x, TLanes.All(Cubic), TLanes.All(Slope)) * x;
        return x / (TLanes.All(1f) + Exp(TLanes.All(0f) - u));
    }
}
