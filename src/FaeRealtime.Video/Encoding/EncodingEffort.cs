namespace FaeRealtime.Host.Output.Films;

/// <summary>How much computing a film's encoder may spend.</summary>
internal enum FilmEffort
{
    /// <summary>Small files of high quality, at the encoder's own pace, on all cores.</summary>
    Careful,

    /// <summary>As little as possible beside a running session: one thread of low priority, larger files of the same quality.</summary>
    Live,
}
