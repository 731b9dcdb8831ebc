using FaeRealtime.Core.Errors;

namespace FaeRealtime.Sampling.Walks;

/// <summary>A closed path through noise: Σₖ (aₖ·cos kθ + bₖ·sin kθ)/√K, standard normal at every phase.</summary>
public sealed class LoopWalk
{
    private readonly ulong[] _seeds;

    /// <summary>Creates the loop.</summary>
    /// <param name="seeds">a₁, b₁, a₂, b₂ …: an even number of different seeds; one pair is a circle, more pairs make it richer.</param>
    /// <exception cref="ConfigException">The number is odd or zero, or a seed stands twice (the variance would not be constant).</exception>
    public LoopWalk(IReadOnlyList<ulong> seeds)
    {
        if (seeds.Count == 0 || seeds.Count % 2 != 0 || seeds.Distinct().Count() != seeds.Count)
        {
            throw new ConfigException($"A loop was given the seeds [{string.Join(", ", seeds)}]; give an even number of different ones.");
        }

        _seeds = [.. seeds];
    }

    /// <summary>Seeds of every blend.</summary>
    public int Seeds => _seeds.Length;

    /// <summary>The blend at a phase.</summary>
    /// <param name="phase">In turns: 0 and 1 are the same point.</param>
    /// <returns>Normalised weights, one for each seed, in the order given.</returns>
    /// <exception cref="ConfigException">The phase is not finite.</exception>
    public WeightedSeed[] At(double phase)
    {
        var blend = new WeightedSeed[_seeds.Length];
        At(phase, blend);
        return blend;
    }

    /// <summary>The blend at a phase, without allocating.</summary>
    /// <param name="phase">In turns: 0 and 1 are the same point.</param>
    /// <param name="blend">Receives <see cref="Seeds"/> normalised weights, in the seeds' order.</param>
    /// <exception cref="ConfigException">The phase is not finite.</exception>
    public void At(double phase, Span<WeightedSeed> blend)
    {
        if (!double.IsFinite(phase))
        {
            throw new ConfigException("The phase of a loop is not a finite number; give turns.");
        }

        // Whole turns go first, so that phase and phase + 1 give the same bits.
        var turn = phase - Math.Floor(phase);
        var pairs = _seeds.Length / 2;
        var scale = 1.0 / Math.Sqrt(pairs);
        for (var k = 0; k < pairs; k++)
        {
            var (sine, cosine) = Math.SinCos(2.0 * Math.PI * (k + 1) * turn);
            blend[2 * k] = new WeightedSeed(_seeds[2 * k], scale * cosine);
            blend[(2 * k) + 1] = new WeightedSeed(_seeds[(2 * k) + 1], scale * sine);
        }
    }
}
