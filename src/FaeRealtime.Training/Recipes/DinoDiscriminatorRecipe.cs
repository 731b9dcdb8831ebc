using FaeRealtime.Core.Config;

namespace FaeRealtime.Training.Recipes;

/// <summary>RAE's discriminator: small trained heads on a frozen DINO ViT, whose weights a user's file gives. The defaults are RAE's.</summary>
public sealed record DinoDiscriminatorRecipe
{
    /// <summary>The frozen ViT: DINO v1's ViT-S/8, with the tanh GELU that RAE's code runs it with.</summary>
    public VisionEncoderConfig Encoder { get; init; } = new()
    {
        Name = "dino_vits8",
        PatchSize = 8,
        InputSize = 224,
        PretrainedGrid = 28,
        Width = 384,
        Depth = 12,
        Heads = 6,
        MlpHidden = 1536,
        FeedForward = FeedForwardKind.GeluTanh,
        Mean = [0.485, 0.456, 0.406],
        Std = [0.229, 0.224, 0.225],
    };

    /// <summary>Blocks whose patch tokens a head looks at, from 1 on; one more head looks at the last block. RAE counts them 2, 5, 8, 11 from 0 on.</summary>
    public IReadOnlyList<int> Blocks { get; init; } = [3, 6, 9, 12];

    /// <summary>Tokens that the residual convolution of a head spans; odd.</summary>
    public int Kernel { get; init; } = 9;
}
