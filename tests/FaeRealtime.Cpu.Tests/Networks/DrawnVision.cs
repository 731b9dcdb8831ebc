using FaeRealtime.Core.Config;

namespace FaeRealtime.Cpu.Tests.Networks;

/// <summary>Small frozen image encoders and what they see.</summary>
internal static class DrawnVision
{
    /// <summary>An encoder whose every size and flag is drawn.</summary>
    public static VisionEncoderConfig Of(Random random)
    {
        var (heads, patch, depth) = (random.Next(1, 4), random.Next(2, 9), random.Next(1, 4));
        var (grid, pretrained) = (random.Next(2, 7), random.Next(2, 7));
        return new VisionEncoderConfig
        {
            Name = "drawn",
            PatchSize = patch,
            InputSize = grid * patch,
            PretrainedGrid = random.Next(3) == 0 ? grid : pretrained,
            Width = heads * 4 * random.Next(1, 5),
            Depth = depth,
            Heads = heads,
            MlpHidden = random.Next(5, 60),
            FeedForward = (FeedForwardKind)random.Next(Enum.GetValues<FeedForwardKind>().Length),
            NormEpsilon = random.Next(2) == 0 ? 1e-6 : 1e-5,
            ClassToken = random.Next(3) > 0,
            MaskToken = random.Next(2) == 0,
            RegisterTokens = random.Next(2) * random.Next(1, 5),
            LayerScale = random.Next(2) == 0,
            QkvBias = random.Next(3) > 0,
            PositionResize = (PositionResize)random.Next(Enum.GetValues<PositionResize>().Length),
            PositionOffset = random.Next(2) * 0.1,
            FeatureBlocks = random.Next(2) == 0 ? [] : [.. Enumerable.Range(1, depth).Where(_ => random.Next(2) == 0).Append(depth).Distinct()],
        };
    }

    /// <summary>A picture of noise <c>[S, S, 3]</c>.</summary>
    public static byte[] Picture(int seed, int side)
    {
        var rgb = new byte[side * side * 3];
        new Random(seed).NextBytes(rgb);
        return rgb;
    }
}
