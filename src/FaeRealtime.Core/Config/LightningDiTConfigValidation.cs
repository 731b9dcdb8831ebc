namespace FaeRealtime.Core.Config;

/// <summary>What a LightningDiT's configuration must satisfy.</summary>
public static class LightningDiTConfigValidation
{
    /// <summary>Checks ranges, divisibility and that the latent grid fits.</summary>
    /// <param name="generator">The configuration.</param>
    /// <param name="latent">The latent grid that it works on.</param>
    /// <returns>Every problem as one sentence that starts with the key; empty when sound.</returns>
    public static IReadOnlyList<string> Validate(this LightningDiTConfig generator, LatentConfig latent)
    {
        ArgumentNullException.ThrowIfNull(generator);
        ArgumentNullException.ThrowIfNull(latent);
        var check = new ProblemList();
        check.Heads("generator", generator.Width, generator.Heads, generator.Rope ? 4 : 1);
        check.Require(generator.Width % 4 == 0, $"generator.width is {generator.Width}; sine-cosine positions need a multiple of 4.");
        check.Range("generator.depth", generator.Depth, 1, 1024);
        check.Range("generator.patchSize", generator.PatchSize, 1, 1024);
        check.Range("generator.mlpRatio", generator.MlpRatio, 0.1, 64);
        check.Range("generator.classes", generator.Classes, 1, 1_000_000);
        check.Range("generator.labelDropout", generator.LabelDropout, 0, 1);
        check.Divides("latent.side", latent.Side, "generator.patchSize", generator.PatchSize);
        generator.Text?.Validate(check);
        return check.Problems;
    }
}
