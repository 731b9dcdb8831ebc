namespace FaeRealtime.Host.Bench;

/// <summary>What <c>fae bench --check</c> found.</summary>
internal sealed record BenchCheck
{
    /// <summary>How frames reached the texture: <c>device</c> or <c>host</c>.</summary>
    public required string Sharing { get; init; }

    /// <summary>Pictures made both that way and through host memory.</summary>
    public required int Pictures { get; init; }

    /// <summary>Largest difference of a byte between the two.</summary>
    public required int LargestDifference { get; init; }

    /// <summary>Pictures that show the number of their frame and were read back from the screen.</summary>
    public required int Numbered { get; init; }

    /// <summary>How many of them showed another number, or more than one.</summary>
    public required int Misnumbered { get; init; }
}
