namespace FaeRealtime.Models;

/// <summary>Which networks of a folder are wanted.</summary>
[Flags]
public enum ModelParts
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The latent encoder with the features' statistics.</summary>
    Encoder = 1,

    /// <summary>The feature decoder.</summary>
    FeatureDecoder = 2,

    /// <summary>The pixel decoder.</summary>
    PixelDecoder = 4,

    /// <summary>The latent generator.</summary>
    Generator = 8,

    /// <summary>What turns latents into pictures.</summary>
    Decoders = FeatureDecoder | PixelDecoder,

    /// <summary>What makes new pictures.</summary>
    Generation = Decoders | Generator,

    /// <summary>The generator's few-step student, which not every model has.</summary>
    FewStep = 16,

    /// <summary>Everything that every model has.</summary>
    All = Encoder | Generation,
}
