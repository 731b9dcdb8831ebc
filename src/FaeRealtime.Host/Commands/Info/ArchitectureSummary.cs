using FaeRealtime.Core.Architectures;
using FaeRealtime.Models.Sizes;

namespace FaeRealtime.Host.Commands.Info;

/// <summary>What <c>fae info --arch</c> tells.</summary>
internal sealed record ArchitectureSummary
{
    public required string Name { get; init; }

    public required string Description { get; init; }

    public required IReadOnlyList<PartSummary> Parts { get; init; }

    /// <summary>The sum of the encoder and both decoders; null for a lone part.</summary>
    public long? Tokenizer { get; init; }

    /// <summary>The tokenizer and the generator: what is trained; null for a lone part.</summary>
    public long? Trained { get; init; }

    public static ArchitectureSummary Of(Architecture architecture, bool detailed)
    {
        var parts = NetworkSize.Of(architecture);
        var whole = architecture is ModelArchitecture;
        return new ArchitectureSummary
        {
            Name = architecture.Name,
            Description = architecture.Description,
            Parts = [.. parts.Select(part => PartSummary.Of(part, detailed))],
            Tokenizer = whole ? parts.Where(part => part.Role == PartRole.Tokenizer).Sum(part => part.Total) : null,
            Trained = whole ? parts.Where(part => part.Role is not (PartRole.Frozen or PartRole.Student)).Sum(part => part.Total) : null,
        };
    }
}

/// <summary>One line of <c>fae info --list</c>.</summary>
/// <param name="Name">The name to give to <c>--arch</c>.</param>
/// <param name="Description">What it is.</param>
internal sealed record ArchitectureEntry(string Name, string Description);
