namespace FaeRealtime.Core.Config;

/// <summary>What an MMDiT's configuration must satisfy.</summary>
public static class MMDiTConfigValidation
{
    private const int WidestText = 65536;
    private const int MostClasses = 1 << 20;
    private const int MostTokens = 65536;

    /// <summary>Checks ranges, divisibility and that the latent grid fits.</summary>
    /// <param name="generator">The configuration.</param>
    /// <param name="latent">The latent grid that it works on.</param>
    /// <returns>Every problem as one sentence that starts with the key; empty when sound.</returns>
    public static IReadOnlyList<string> Validate(this MMDiTConfig generator, LatentConfig latent)
    {
        var check = new ProblemList();
        check.Heads("generator", generator.Width, generator.Heads, multipleOf: 1);
        check.Require(generator.Width % 4 == 0, $"generator.width is {generator.Width}; sine-cosine positions need a multiple of 4.");
        check.Range("generator.depth", generator.Depth, 1, 1024);
        check.Range("generator.patchSize", generator.PatchSize, 1, 1024);
        check.Range("generator.mlpRatio", generator.MlpRatio, 0.1, 64);
        check.Require(generator.TimeScale is > 0 and <= 1e6, $"generator.timeScale is {generator.TimeScale}; give a number above 0, such as SD3's 1000.");
        check.Range("generator.classes", generator.Classes, 0, MostClasses);
        check.Range("generator.labelDropout", generator.LabelDropout, 0, 1);
        Text(check, generator);
        Attention(check, generator);
        if (generator.PatchSize > 0)
        {
            check.Divides("latent.side", latent.Side, "generator.patchSize", generator.PatchSize);
            var grid = latent.Side / generator.PatchSize;
            check.Require(
                generator.PositionGrid is null || (generator.PositionGrid >= grid && generator.PositionGrid <= 1024),
                $"generator.positionGrid is {generator.PositionGrid}; the latent has {grid} patches a side, so give {grid} to 1024, or null for just them.");
        }

        return check.Problems;
    }

    private static void Text(ProblemList check, MMDiTConfig generator)
    {
        generator.Text?.Validate(check);
        check.Require(generator.Text is null || generator.Text.Width == generator.TextWidth, $"generator.text.width is {generator.Text?.Width}; make it equal to generator.textWidth = {generator.TextWidth}.");
        check.Require(generator.Text is not { Whitened: true }, $"generator.text.whitened is true, but states of tokens are not whitened; leave it out.");
        check.Require(generator.Text is null || generator.PooledWidth is null, $"generator.pooledWidth is {generator.PooledWidth}, but with generator.text phrases come as the states of their tokens only; leave one of both out.");
        check.Range("generator.textWidth", generator.TextWidth, 1, WidestText);
        check.Range("generator.textTokens", generator.TextTokens, 1, MostTokens);
        check.Require(
            generator.PooledWidth is null or (>= 1 and <= WidestText),
            $"generator.pooledWidth is {generator.PooledWidth}; give 1 to {WidestText}, or null where no vector of the whole text joins the time.");
    }

    private static void Attention(ProblemList check, MMDiTConfig generator)
    {
        check.Require(
            generator.QkNorm is null or NormKind.RmsNorm or NormKind.LayerNorm,
            $"generator.qkNorm is '{generator.QkNorm}'; give rmsNorm (SD3.5), layerNorm, or null for none (SD3).");
        var own = generator.SelfAttentionBlocks;
        check.Require(
            own.All(block => block >= 0 && block < generator.Depth) && own.Distinct().Count() == own.Count,
            $"generator.selfAttentionBlocks is [{string.Join(", ", own)}]; give different blocks from 0 to generator.depth − 1 = {generator.Depth - 1}.");
    }
}
