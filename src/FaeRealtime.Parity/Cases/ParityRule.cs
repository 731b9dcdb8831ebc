namespace FaeRealtime.Parity.Cases;

/// <summary>The tolerances of the golden cases (float32 end to end; the official code differs from its own float64 run by at most 3e-6).</summary>
internal enum ParityRule
{
    /// <summary>max|d| ≤ 1e-4·max(1, absmax) and relative L2 ≤ 5e-5.</summary>
    Output,

    /// <summary>max|d| ≤ 1e-3·rms after all steps.</summary>
    Trajectory,

    /// <summary>Relative L2 ≤ 1e-4.</summary>
    Gradient,

    /// <summary>Every element within 1e-4 of itself.</summary>
    Element,

    /// <summary>Every element above 1e-3 within 1e-4 of itself, the others as in <see cref="Output"/>.</summary>
    Table,

    /// <summary>The same with 1e-3, where the official float32 value itself is no better.</summary>
    IllConditionedTable,

    /// <summary>Relative L2 ≤ 5e-4: two adaptive solvers of one tolerance.</summary>
    Adaptive,
}
