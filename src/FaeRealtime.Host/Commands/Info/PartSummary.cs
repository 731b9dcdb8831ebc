using FaeRealtime.Models.Sizes;

namespace FaeRealtime.Host.Content;

/// <summary>One network of a model, counted, as <c>fae info</c> tells it.</summary>
internal sealed record PartSummary
{
    public required string Name { get; init; }

    /// <summary><c>frozen</c>, <c>tokenizer</c> or <c>generator</c>.</summary>
    public required PartRole Role { get; init; }

    /// <summary>Parameters and fixed position tables.</summary>
    public required long Total { get; init; }

    /// <summary>The groups of layers; null unless asked for.</summary>
    public IReadOnlyList<SizeGroup>? Groups { get; init; }

    public static PartSummary Of(PartSize part, bool detailed) =>
        new() { Name = part.Name, Role = part.Role, Total = part.Total, Groups = detailed ? part.Groups : null };
}
