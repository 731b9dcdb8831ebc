using FaeRealtime.Core.Config;

namespace FaeRealtime.Core.Architectures;

/// <summary>The normalizing flows: apple/ml-starflow's two sizes, and one that a CPU trains.</summary>
internal static class LatentFlows
{
    // Five shallow blocks of two layers, one deep.
    private const int ShallowBlocks = 5;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<GeneratorArchitecture> All { get; } =
    [
        new(
            "starflow-1p4b",
            "STARFlow for 1000 classes over FAE latents of 32 x 16 x 16, 5 blocks of 2 layers and one of 18, width 2048",
            Published(2048, 18) with { ConditionTokens = 1, ConditionWidth = 1001 },
            new LatentConfig { Channels = 32, Side = 16 }),
        new(
            "starflow-3p8b",
            "STARFlow for words of flan-t5-xl as published, over SD-VAE latents of 4 x 32 x 32, 5 blocks of 2 layers and one of 24, width 3072",
            Published(3072, 24) with { ConditionTokens = 128, ConditionWidth = 2048 },
            new LatentConfig { Channels = 4, Side = 32 }),
        new(
            "starflow-small",
            "STARFlow for the shipped model's 12 classes over its latents of 16 x 8 x 8, 3 blocks of 2 layers and one of 6, width 256",
            new StarFlowConfig { Width = 256, Layers = [2, 2, 2, 6], ConditionTokens = 1, ConditionWidth = 13 },
            new LatentConfig { Channels = 16, Side = 8 }),
    ];

    private static StarFlowConfig Published(int width, int deepLayers) =>
        new() { Width = width, Layers = [.. Enumerable.Repeat(2, ShallowBlocks), deepLayers] };
}
