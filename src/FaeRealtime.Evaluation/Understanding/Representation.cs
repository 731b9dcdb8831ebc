namespace FaeRealtime.Evaluation.Understanding;

/// <summary>The vectors by which an image is classified.</summary>
internal enum Representation
{
    /// <summary>x: the encoder's standardised features, mean over the patches.</summary>
    Features,

    /// <summary>z: the latent, mean over the patches.</summary>
    Latent,

    /// <summary>z: the latent, all patches side by side.</summary>
    WholeLatent,

    /// <summary>x̂: the restored features, mean over the patches.</summary>
    Restored,
}
