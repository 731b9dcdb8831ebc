namespace FaeRealtime.Remote.Osc;

/// <summary>An OSC time tag: 64 bits of NTP time, in parts of 2⁻³² s since 1900, which begins anew in 2036; 1, and 0 from senders that know no time, mean at once.</summary>
/// <param name="Tag">The 64 bits.</param>
internal readonly record struct OscTime(ulong Tag)
{
    private const double PartsOfASecond = 4_294_967_296.0;
    private static readonly DateTimeOffset Era = new(1900, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>At once.</summary>
    public static OscTime AtOnce { get; } = new(1);

    /// <summary>Whether it is no time but means at once.</summary>
    public bool IsAtOnce => Tag <= 1;

    /// <summary>The tag of a moment.</summary>
    public static OscTime Of(DateTimeOffset moment)
    {
        var passed = moment - Era;
        var seconds = (ulong)(passed.Ticks / TimeSpan.TicksPerSecond);
        return new OscTime((seconds << 32) | (ulong)(passed.Ticks % TimeSpan.TicksPerSecond / (double)TimeSpan.TicksPerSecond * PartsOfASecond));
    }

    /// <summary>How long after another it is; negative for before. Right across 2036 as long as both lie within 68 years.</summary>
    public TimeSpan After(OscTime other) => TimeSpan.FromSeconds(unchecked((long)(Tag - other.Tag)) / PartsOfASecond);
}
