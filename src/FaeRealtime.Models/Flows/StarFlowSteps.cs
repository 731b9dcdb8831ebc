using static TorchSharp.torch;

namespace FaeRealtime.Models.Flows;

/// <summary>A block of STARFlow on its way through a sequence, guided where asked to.</summary>
/// <remarks>
/// Guidance: p(x) ∝ p_c(x)^(1+ω) / p_u(x)^ω of two normal distributions, with the second's share lowered where it is the narrower, so that the result is one, too:
/// s = min(σ_c/σ_u, 1)², σ² = σ_c²/(1 + ω − ωs), μ = ((1 + ω)·μ_c − ωs·μ_u)/(1 + ω − ωs).
/// </remarks>
/// <param name="block">The block. Borrowed.</param>
/// <param name="pass">Its positions and cache.</param>
/// <param name="cache">The pass's cache, with the condition in it.</param>
/// <param name="guidance">Extra guidance ω; 0 for none. Otherwise the cache has every picture twice.</param>
internal sealed class StarFlowSteps(StarFlowBlock block, CausalPass pass, KeyValueCache cache, double guidance) : IAffineSteps
{
    /// <inheritdoc/>
    public AffineTransform Next(Tensor input)
    {
        if (guidance <= 0)
        {
            return block.Transform(input, null, pass);
        }

        using var scope = NewDisposeScope();
        return Guided(block.Transform(cat([input, input]), null, pass)).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Keep(long tokens) => cache.Keep(tokens);

    private AffineTransform Guided(AffineTransform both)
    {
        var (scales, shifts) = (both.Scale.chunk(2), both.Shift.chunk(2)); // [B, n, C] each
        var share = (scales[0] / scales[1]).clamp_max(1).square() * guidance; // ωs
        var sum = (1 + guidance) - share; // [B, n, C]
        return new AffineTransform(scales[0] / sum.sqrt(), ((shifts[0] * (1 + guidance)) - (share * shifts[1])) / sum);
    }
}
