using System.Text.Json.Serialization;
using FaeRealtime.Core.Config;

namespace FaeRealtime.Evaluation.Ablations;

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
