namespace FaeRealtime.Core.Config;

/// <summary>A stretch of time with a guidance scale of its own. Both ends belong to it; time 1 is noise.</summary>
public sealed record GuidanceSegment
{
    /// <summary>Its lower end.</summary>
    public required double From { get; init; }

    /// <summary>Its upper end.</summary>
    public required double To { get; init; }

    /// <summary>Classifier-free guidance scale w in u + w·(c − u). Below 1 it mixes towards no class.</summary>
    public required double Scale { get; init; }
}
