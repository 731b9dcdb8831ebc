using FaeRealtime.Core.Config;

namespace FaeRealtime.Core.Architectures;

/// <summary>The generators of willisma/SiT and hustvl/LightningDiT, by their names there, for 1000 classes.</summary>
/// <remarks>SiT's patches 2, 4 and 8 are over SD-VAE latents at 256 pixels with learned sigma, as published; patch 1 is the paper's, over FAE latents.</remarks>
internal static class LatentGenerators
{
    private const int Classes = 1000;

    private static readonly LatentConfig SdVae = new() { Channels = 4, Side = 32 };

    // VA-VAE's and FAE's grid at 256 pixels.
    private static readonly LatentConfig Compact = new() { Channels = 32, Side = 16 };

    // Name, width, depth, heads.
    private static readonly (string Name, int Width, int Depth, int Heads)[] Sizes =
    [
        ("s", 384, 12, 6),
        ("b", 768, 12, 12),
        ("l", 1024, 24, 16),
        ("xl", 1152, 28, 16),
        ("1p0b", 1536, 24, 24),
        ("1p6b", 1792, 28, 28),
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<GeneratorArchitecture> All { get; } =
    [
        .. from size in Sizes.Take(4) from patch in new[] { 1, 2, 4, 8 } select SiT(size.Name, patch),
        .. from size in Sizes from patch in new[] { 1, 2 } select LightningDiT(size.Name, patch),
    ];

    /// <summary>LightningDiT of a size with its published flags: SwiGLU, RoPE, RMSNorm.</summary>
    /// <param name="size">s, b, l, xl, 1p0b or 1p6b.</param>
    public static LightningDiTConfig LightningDiT(string size)
    {
        var (_, width, depth, heads) = Sizes.First(row => row.Name == size);
        return new LightningDiTConfig { Width = width, Depth = depth, Heads = heads, Classes = Classes };
    }

    /// <summary>SiT of a size: the same with every flag off.</summary>
    /// <param name="size">s, b, l or xl.</param>
    public static LightningDiTConfig SiT(string size) => LightningDiT(size) with { SwiGlu = false, Rope = false, RmsNorm = false };

    private static GeneratorArchitecture SiT(string size, int patch) => patch == 1
        ? Named($"sit-{size}-{patch}", "SiT over FAE latents", SiT(size), Compact)
        : Named($"sit-{size}-{patch}", "SiT as published, over SD-VAE latents", SiT(size) with { PatchSize = patch, LearnSigma = true, Time = TimeDirection.DataAtOne }, SdVae);

    private static GeneratorArchitecture LightningDiT(string size, int patch) => Named(
        $"lightningdit-{size}-{patch}",
        "LightningDiT with its published flags over latents",
        LightningDiT(size) with { PatchSize = patch, Time = TimeDirection.DataAtOne },
        Compact);

    private static GeneratorArchitecture Named(FormattableString name, string family, LightningDiTConfig config, LatentConfig latent) => new(
        FormattableString.Invariant(name),
        FormattableString.Invariant($"{family} of {latent.Channels} x {latent.Side} x {latent.Side}, {config.Depth} blocks of {config.Width}"),
        config,
        latent);
}
