namespace FaeRealtime.Training.Recipes;

/// <summary>The stages of the paper's figure 3, and what follows them.</summary>
public enum StageKind
{
    /// <summary>Feature autoencoder: latent encoder and feature decoder.</summary>
    Ia = 1,

    /// <summary>Gaussian pixel decoder on noised features of the frozen encoder; independent of Ia.</summary>
    Ib = 2,

    /// <summary>The pixel decoder fine-tuned on reconstructed features; needs Ia and Ib.</summary>
    II = 3,

    /// <summary>The latent generator; needs Ia.</summary>
    III = 4,

    /// <summary>The generator's few-step student; needs III.</summary>
    IV = 5,
}
