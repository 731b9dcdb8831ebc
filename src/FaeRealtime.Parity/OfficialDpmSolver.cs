using static TorchSharp.torch;

namespace FaeRealtime.Parity;

/// <summary>DPM-Solver++(2M) as SD3's code runs it, kept for its golden cases: a plan of ours has steps that know nothing of the one before.</summary>
/// <remarks>
/// Lu et al. 2022, arXiv:2211.01095, algorithm 2, with λ = −log σ: x ← (σ′/σ)·x + (1 − σ′/σ)·D, where D is the data predicted here, drawn on in a straight line from the step before:
/// D = (1 + 1/2r)·d − (1/2r)·d₋₁, r = (λ − λ₋₁) / (λ′ − λ). The first step, and the one to σ′ = 0, take d itself.
/// </remarks>
internal static class OfficialDpmSolver
{
    /// <summary>Runs it.</summary>
    /// <param name="velocity">The guided velocity <c>[B, C, h, w]</c> of a state at a time.</param>
    /// <param name="start">Where it begins, <c>[B, C, h, w]</c>. Borrowed.</param>
    /// <param name="sigmas">The times to visit, falling to 0.</param>
    /// <returns><c>[B, C, h, w]</c>, in the caller's dispose scope.</returns>
    public static Tensor Follow(Func<Tensor, double, Tensor> velocity, Tensor start, IReadOnlyList<double> sigmas)
    {
        var (x, before) = (start, (Tensor?)null);
        for (var i = 0; i + 1 < sigmas.Count; i++)
        {
            var (sigma, next) = (sigmas[i], sigmas[i + 1]);
            var data = x - (velocity(x, sigma) * sigma); // [B, C, h, w]
            var drawn = data;
            if (before is not null && next > 0)
            {
                var half = Math.Log(sigma / next) / Math.Log(sigmas[i - 1] / sigma) / 2; // 1/2r
                drawn = (data * (1 + half)) - (before * half); // [B, C, h, w]
            }

            x = (x * (next / sigma)) + (drawn * (1 - (next / sigma))); // [B, C, h, w]
            before = data;
        }

        return x;
    }
}
