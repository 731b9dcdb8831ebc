namespace FaeRealtime.Data.Loading;

/// <summary>What decoding every image of a data set showed.</summary>
/// <param name="Pictures">How many there are.</param>
/// <param name="Broken">Those that cannot be used, in the data set's order.</param>
/// <param name="Elapsed">How long it took.</param>
public sealed record DatasetVerification(int Pictures, IReadOnlyList<BrokenImage> Broken, TimeSpan Elapsed)
{
    /// <summary>Images decoded a second.</summary>
    public double PicturesPerSecond => Elapsed > TimeSpan.Zero ? Pictures / Elapsed.TotalSeconds : 0;
}
