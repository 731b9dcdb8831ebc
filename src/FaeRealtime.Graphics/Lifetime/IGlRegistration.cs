namespace FaeRealtime.Graphics.Lifetime;

/// <summary>What another interface (CUDA) holds of a GL object and must let go on the GL thread.</summary>
internal interface IGlRegistration
{
    /// <summary>Ends it. Throws nothing.</summary>
    /// <param name="contextLives">Whether the context is there, current on the calling thread; without it nothing in it may be named.</param>
    void End(bool contextLives);
}
