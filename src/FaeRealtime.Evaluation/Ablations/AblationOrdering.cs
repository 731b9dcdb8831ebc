using System.Text.Json.Serialization;
using FaeRealtime.Core.Config;

namespace FaeRealtime.Evaluation.Ablations;

/// <summary>Two variants that the paper ranks, and what was measured here.</summary>
/// <param name="Better">The one with the paper's lower FID.</param>
/// <param name="Worse">The other.</param>
/// <param name="PaperDifference">The paper's FID of the worse one less that of the better one.</param>
/// <param name="Difference">Mean FD-x̂ of the paper's worse one less that of its better one: positive where the paper's order holds.</param>
/// <param name="Deviation">Pooled deviation over the seeds, √((s₁² + s₂²)/2).</param>
/// <param name="Verdict">Whether the difference is larger than that, and which way.</param>
public sealed record AblationOrdering(string Better, string Worse, double PaperDifference, double Difference, double Deviation, OrderingVerdict Verdict)
{
    /// <summary>Compares two rows, whichever the paper prefers.</summary>
    internal static AblationOrdering Of(AblationRow first, AblationRow second)
    {
        var (better, worse) = first.PaperFid <= second.PaperFid ? (first, second) : (second, first);
        var difference = worse.Generated.Mean - better.Generated.Mean;
        var deviation = Math.Sqrt(((worse.Generated.Deviation * worse.Generated.Deviation) + (better.Generated.Deviation * better.Generated.Deviation)) / 2);
        var verdict = Math.Abs(difference) <= deviation ? OrderingVerdict.Undecided : difference > 0 ? OrderingVerdict.Held : OrderingVerdict.Reversed;
        return new AblationOrdering(better.Variant, worse.Variant, worse.PaperFid - better.PaperFid, difference, deviation, verdict);
    }
}

/// <summary>What became of one of the paper's orderings.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<OrderingVerdict>))]
public enum OrderingVerdict
{
    /// <summary>The same way round, by more than the runs scatter.</summary>
    Held,

    /// <summary>The other way round, by more than they scatter.</summary>
    Reversed,

    /// <summary>The difference is within the scatter.</summary>
    Undecided,
}
