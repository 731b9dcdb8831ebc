namespace FaeRealtime.Data.Preparation;

/// <summary>What an emoji preparation does.</summary>
/// <param name="OutFolder">Where <c>images/</c>, <c>manifest.json</c> and <c>classes.json</c> go.</param>
/// <param name="Archive">A local archive of the package; null fetches it with npm.</param>
public sealed record EmojiOptions(string OutFolder, string? Archive = null)
{
    /// <summary>Share of every class that is held out.</summary>
    public double HeldOut { get; init; } = 0.1;

    /// <summary>Seed of the held-out choice.</summary>
    public ulong Seed { get; init; } = 1;
}
