namespace FaeRealtime.Data.Preparation.Faces;

/// <summary>What a preparation of drawn faces does.</summary>
/// <param name="OutFolder">Where images, <c>manifest.json</c>, <c>classes.json</c>, <c>metadata.jsonl</c> and the licences go.</param>
public sealed record FacesOptions(string OutFolder)
{
    /// <summary>How many images; face i is the same for every count.</summary>
    public int Count { get; init; } = 40_000;

    /// <summary>Width and height in pixels, 16 to 1,024.</summary>
    public int Size { get; init; } = 128;

    /// <summary>Seed of every draw.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>A folder with the packages' archives as <c>npm pack</c> names them; null fetches them with npm.</summary>
    public string? Archives { get; init; }

    /// <summary>Rasterising threads; null for one a core.</summary>
    public int? Workers { get; init; }
}
