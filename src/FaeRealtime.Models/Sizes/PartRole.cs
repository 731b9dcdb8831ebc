namespace FaeRealtime.Models.Sizes;

/// <summary>What a network is to its model.</summary>
public enum PartRole
{
    /// <summary>The frozen image encoder: another's weights, in no sum.</summary>
    Frozen,

    /// <summary>One of the three trained networks between features, latents and pixels; the paper adds them up.</summary>
    Tokenizer,

    /// <summary>The latent generator.</summary>
    Generator,

    /// <summary>The generator's few-step student, which is used in its place.</summary>
    Student,
}
