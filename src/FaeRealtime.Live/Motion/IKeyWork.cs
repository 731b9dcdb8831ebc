namespace FaeRealtime.Live.Motion;

/// <summary>A key in the making, in slices short enough to lie between two frames.</summary>
internal interface IKeyWork
{
    /// <summary>Slices in all.</summary>
    int Slices { get; }

    /// <summary>Slices done; the key is ready when it equals <see cref="Slices"/>.</summary>
    int Done { get; }

    /// <summary>The latent <c>[C, h, w]</c>, final once ready.</summary>
    float[] Latent { get; }

    /// <summary>Does one slice.</summary>
    void Step();
}
