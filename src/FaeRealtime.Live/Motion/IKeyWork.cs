namespace FaeRealtime.Live.Motion;

/// <summary>A key in the making, in slices short enough to lie between two frames.</summary>
internal interface IKeyWork
{
    /// <summary>Slices in all.</summary>
    int Slices { get; }

    /// <summary>Slices done; the key is ready when it equals <see cref="Slices"/>.</summary>
    int Done { get; }

    /// <summary>The key, final once ready.</summary>
    FramePoint Key { get; }

    /// <summary>Does one slice.</summary>
    void Step();
}
