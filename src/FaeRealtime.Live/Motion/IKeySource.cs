namespace FaeRealtime.Live.Motion;

/// <summary>The numbered key latents of a path.</summary>
internal interface IKeySource
{
    /// <summary>Starts to make a key.</summary>
    /// <param name="index">Its number, from 0.</param>
    /// <returns>The work; the same index always gives the same latent.</returns>
    IKeyWork Begin(long index);
}
