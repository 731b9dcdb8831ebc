using FaeRealtime.Core.Config;

namespace FaeRealtime.Evaluation.Ablations;

/// <summary>The paper's tables 5 to 8, with their column of 64 epochs without guidance.</summary>
/// <remarks>Appendix D: table 5 was made with SiT, tables 7 and 8 with LightningDiT. Only table 8 shifts time.</remarks>
public static class AblationTables
{
    private const string Half = "The paper's 32, 48 and 64 channels are 1, 1.5 and 2 times the recipe's.";

    /// <summary>All four.</summary>
    public static IReadOnlyList<AblationTable> All { get; } =
    [
        new(
            "table5",
            "structure of the feature encoder, with a SiT",
            "The transformer has the recipe's blocks instead of 6. The paper's rows Direct Predict and DINOv2 are not run. Its linear probe (86.17 % and 85.74 %) is a vote of nearest neighbours here.",
            [
                new("Single Attention", 2.98),
                new("Linear", 3.03) { Autoencoder = AutoencoderKind.Linear },
                new("Transformer", 3.31) { Autoencoder = AutoencoderKind.Transformer },
            ]),
        new(
            "table6",
            "structure of the generator",
            "The paper's rows in its order, each adding one change.",
            [
                new("SiT", 2.98),
                new("SiT + SwiGLU", 3.02) { SwiGlu = true },
                new("SiT + SwiGLU + RoPE", 2.86) { SwiGlu = true, Rope = true },
                AblationVariant.OfLightningDiT("SiT + SwiGLU + RoPE + RMSNorm", 2.74),
            ]),
        new(
            "table7",
            "latent channels, without time shift",
            Half,
            [
                AblationVariant.OfLightningDiT("32-dim", 2.67),
                AblationVariant.OfLightningDiT("48-dim", 2.73) with { ChannelFactor = 1.5 },
                AblationVariant.OfLightningDiT("64-dim", 2.86) with { ChannelFactor = 2 },
            ]),
        new(
            "table8",
            "time shift at several latent channels",
            Half,
            [
                AblationVariant.OfLightningDiT("32-dim, ts=0.7", 2.4087) with { Shift = 0.7 },
                AblationVariant.OfLightningDiT("32-dim, ts=0.5", 2.3233) with { Shift = 0.5 },
                AblationVariant.OfLightningDiT("32-dim, ts=0.3", 2.3220) with { Shift = 0.3 },
                AblationVariant.OfLightningDiT("48-dim, ts=0.5", 2.4329) with { ChannelFactor = 1.5, Shift = 0.5 },
                AblationVariant.OfLightningDiT("48-dim, ts=0.3", 2.3599) with { ChannelFactor = 1.5, Shift = 0.3 },
                AblationVariant.OfLightningDiT("64-dim, ts=0.2", 2.4398) with { ChannelFactor = 2, Shift = 0.2 },
            ]),
    ];
}

/// <summary>One of the paper's ablation tables.</summary>
/// <param name="Name">Such as <c>table5</c>.</param>
/// <param name="Title">What is varied.</param>
/// <param name="Scaling">How the variants are made smaller than the paper's, and which of its rows are absent.</param>
/// <param name="Variants">Its rows.</param>
public sealed record AblationTable(string Name, string Title, string Scaling, IReadOnlyList<AblationVariant> Variants);
