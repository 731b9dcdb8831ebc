using FaeRealtime.Core.Config;

namespace FaeRealtime.Sampling.Flow;

/// <summary>Which guidance scale acts when: the principal stretch, further ones, and 1 between them.</summary>
/// <param name="config">The stretches.</param>
public sealed class GuidanceSchedule(SamplingConfig config)
{
    // Both ends of a stretch belong to it (REPA), also where a grid meets one only up to rounding.
    private const double Slack = 1e-9;

    private readonly IReadOnlyList<GuidanceSegment> _segments =
    [
        new GuidanceSegment { From = config.GuidanceFrom, To = config.GuidanceTo, Scale = config.Guidance },
        .. config.FurtherGuidance,
    ];

    /// <summary>The scale at a time; the stretch named first has a shared end.</summary>
    /// <param name="t">In [0, 1]; 1 is noise.</param>
    public double At(double t) =>
        _segments.FirstOrDefault(segment => t >= segment.From - Slack && t <= segment.To + Slack)?.Scale ?? 1.0;

    /// <summary>Cuts a span of time where the scale changes.</summary>
    /// <param name="start">The higher time.</param>
    /// <param name="end">The lower.</param>
    /// <returns>Pieces from the higher to the lower time, each with one scale.</returns>
    public IReadOnlyList<FlowStep> Pieces(double start, double end)
    {
        double[] cuts = [start, .. _segments.SelectMany(segment => new[] { segment.From, segment.To }).Where(t => t < start && t > end).Distinct().OrderDescending(), end];
        List<FlowStep> pieces = [];
        foreach (var (t, r) in cuts.Zip(cuts.Skip(1)))
        {
            var scale = At(0.5 * (t + r));
            if (pieces.Count > 0 && pieces[^1].Guidance == scale)
            {
                pieces[^1] = pieces[^1] with { R = r };
            }
            else
            {
                pieces.Add(new FlowStep(t, r, scale));
            }
        }

        return pieces;
    }
}
