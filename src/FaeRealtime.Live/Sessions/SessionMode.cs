namespace FaeRealtime.Live.Sessions;

/// <summary>What moves.</summary>
public enum SessionMode
{
    /// <summary>Key latents are generated at their own rate; every frame is decoded from a blend of two of them.</summary>
    Morph,

    /// <summary>The whole sampler runs for every frame over a continuous walk through the noise.</summary>
    Walk,

    /// <summary>As <see cref="Morph"/>, between the latents of real pictures that the model folder carries; needs no generator.</summary>
    Samples,
}
