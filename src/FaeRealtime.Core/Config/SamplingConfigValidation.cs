namespace FaeRealtime.Core.Config;

/// <summary>What a sampling configuration must satisfy.</summary>
public static class SamplingConfigValidation
{
    /// <summary>Most steps.</summary>
    public const int MaximumSteps = 1000;

    /// <summary>Highest guidance scale.</summary>
    public const double MaximumGuidance = 100;

    /// <summary>Checks ranges, and that guidance segments leave each other room.</summary>
    /// <param name="sampling">The configuration.</param>
    /// <returns>Every problem as one sentence that starts with the key; empty when sound.</returns>
    public static IReadOnlyList<string> Validate(this SamplingConfig sampling)
    {
        var check = new ProblemList();
        check.Range("sampling.steps", sampling.Steps, 1, MaximumSteps);
        check.Range("sampling.shift", sampling.Shift, 0.001, 100);
        check.Require(sampling.Start is > 0 and <= 1, $"sampling.start is {sampling.Start}; give a time above 0, up to 1 (pure noise).");
        check.Require(sampling.End >= 0 && sampling.End < sampling.Start, $"sampling.end is {sampling.End}; give a time from 0 to below sampling.start = {sampling.Start}.");
        Grid(check, sampling);
        Times(check, sampling);
        Guidance(check, sampling);
        check.Range("sampling.tolerance.relative", sampling.Tolerance.Relative, 1e-9, 1);
        check.Range("sampling.tolerance.absolute", sampling.Tolerance.Absolute, 1e-12, 1);
        check.Range("sampling.tolerance.maximumSteps", sampling.Tolerance.MaximumSteps, 1, 1_000_000);
        return check.Problems;
    }

    private static void Grid(ProblemList check, SamplingConfig sampling)
    {
        var stochastic = sampling.Solver is SolverKind.EulerMaruyama or SolverKind.HeunSde;
        var diffusion = sampling.Diffusion;
        var lastStep = stochastic && diffusion.LastStep != LastStepKind.None;
        check.Range("sampling.diffusion.norm", diffusion.Norm, 0, 100);
        check.Require(
            !lastStep || (diffusion.LastStepSize > 0 && diffusion.LastStepSize < sampling.Start - sampling.End),
            $"sampling.diffusion.lastStepSize is {diffusion.LastStepSize}; give a time above 0, below sampling.start − sampling.end = {sampling.Start - sampling.End}.");
        check.Require(
            sampling.Steps != 1 || !(lastStep || (sampling.Grid == GridKind.Points && sampling.Solver != SolverKind.Dopri5)),
            $"sampling.steps is 1; {(lastStep ? "a stochastic solver with a last step" : "a grid counted in points")} needs 2 or more.");
    }

    private static void Times(ProblemList check, SamplingConfig sampling)
    {
        var times = sampling.Times;
        var falls = times.Count != 1 && times.Count <= MaximumSteps + 1 && times.All(t => t is >= 0 and <= 1) && times.Zip(times.Skip(1)).All(pair => pair.First > pair.Second);
        check.Require(falls, $"sampling.times are [{string.Join(", ", times.Take(8))}]; give 2 to {MaximumSteps + 1} falling times from at most 1 (noise) to at least 0, or none.");
        check.Require(
            times.Count == 0 || sampling.Solver is SolverKind.Euler or SolverKind.Heun,
            $"sampling.times name {times.Count} times, which only the solvers euler and heun visit; leave them out for {sampling.Solver}.");
    }

    private static void Guidance(ProblemList check, SamplingConfig sampling)
    {
        check.Range("sampling.guidance", sampling.Guidance, 0, MaximumGuidance);
        check.Range("sampling.guidanceFrom", sampling.GuidanceFrom, 0, 1);
        check.Range("sampling.guidanceTo", sampling.GuidanceTo, 0, 1);
        check.Require(
            sampling.GuidanceFrom <= sampling.GuidanceTo,
            $"sampling.guidanceFrom is {sampling.GuidanceFrom}, above sampling.guidanceTo = {sampling.GuidanceTo}; swap them.");
        check.Require(sampling.GuidedChannels is null or >= 1, $"sampling.guidedChannels is {sampling.GuidedChannels}; give 1 or more, or null for all.");
        List<(string Key, double From, double To)> taken = [("sampling.guidance", sampling.GuidanceFrom, sampling.GuidanceTo)];
        for (var i = 0; i < sampling.FurtherGuidance.Count; i++)
        {
            var (key, segment) = ($"sampling.furtherGuidance[{i}]", sampling.FurtherGuidance[i]);
            check.Range($"{key}.scale", segment.Scale, 0, MaximumGuidance);
            check.Range($"{key}.from", segment.From, 0, 1);
            check.Range($"{key}.to", segment.To, 0, 1);
            check.Require(segment.From <= segment.To, $"{key}.from is {segment.From}, above its to = {segment.To}; swap them.");
            foreach (var (other, from, to) in taken)
            {
                // A shared end is no overlap: the segment named first has it.
                check.Require(
                    segment.From >= to || segment.To <= from,
                    $"{key} guides from {segment.From} to {segment.To} and overlaps {other}, from {from} to {to}; leave each time to one of them.");
            }

            taken.Add((key, segment.From, segment.To));
        }
    }
}
