namespace FaeRealtime.Core.Config;

/// <summary>What the configuration of a normalizing flow must satisfy.</summary>
public static class FlowConfigValidation
{
    // The last pairs of a head, which turn with a word's place.
    private const int TextPairs = 8;

    private const int MaximumWidth = 1 << 20;

    /// <summary>Checks ranges, divisibility and that the flow fits its latents.</summary>
    /// <param name="flow">The configuration.</param>
    /// <param name="latent">The latent grid.</param>
    /// <returns>Every problem as one sentence that starts with the key; empty when sound.</returns>
    public static IReadOnlyList<string> Validate(this StarFlowConfig flow, LatentConfig latent)
    {
        ArgumentNullException.ThrowIfNull(flow);
        ArgumentNullException.ThrowIfNull(latent);
        var check = new ProblemList();
        check.Require(flow.Layers.Count > 0, $"flow.layers is empty; give the number of transformer layers of each block, such as [2, 2, 2, 18].");
        check.Require(flow.Layers.All(layers => layers is >= 1 and <= 1024), $"flow.layers is [{string.Join(", ", flow.Layers)}]; give 1 to 1024 for each block.");
        Heads(check, flow);
        Condition(check, flow);
        Common(check, flow.MlpRatio, flow.PatchSize, flow.Noise, latent);
        check.Range("flow.positionSide", flow.PositionSide ?? 1, 1, 16384);
        check.Range("flow.softClip", flow.SoftClip, 0, 1000);
        check.Require(flow.Norm != NormKind.LayerNormNoAffine, $"flow.norm is '{flow.Norm}'; give layerNorm or rmsNorm.");
        return check.Problems;
    }

    /// <summary>Checks ranges, divisibility and that the flow fits its latents.</summary>
    /// <param name="flow">The configuration.</param>
    /// <param name="latent">The latent grid, or a picture's colours and side.</param>
    /// <returns>Every problem as one sentence that starts with the key; empty when sound.</returns>
    public static IReadOnlyList<string> Validate(this TarFlowConfig flow, LatentConfig latent)
    {
        ArgumentNullException.ThrowIfNull(flow);
        ArgumentNullException.ThrowIfNull(latent);
        var check = new ProblemList();
        check.Range("flow.width", flow.Width, 1, MaximumWidth);
        check.Range("flow.headWidth", flow.HeadWidth, 1, 1024);
        check.Divides("flow.width", flow.Width, "flow.headWidth", flow.HeadWidth);
        check.Range("flow.blocks", flow.Blocks, 1, 1024);
        check.Range("flow.layersPerBlock", flow.LayersPerBlock, 1, 1024);
        check.Range("flow.classes", flow.Classes, 0, 1_000_000);
        Common(check, flow.MlpRatio, flow.PatchSize, flow.Noise, latent);
        return check.Problems;
    }

    private static void Heads(ProblemList check, StarFlowConfig flow)
    {
        check.Range("flow.width", flow.Width, 1, MaximumWidth);
        check.Range("flow.headWidth", flow.HeadWidth, 4, 1024);
        check.Divides("flow.headWidth", flow.HeadWidth, "the two elements of a rotary pair on two axes", 4);
        check.Require(
            flow.ConditionTokens == 0 || flow.HeadWidth > 2 * TextPairs,
            $"flow.headWidth is {flow.HeadWidth}; beside words, whose places take {TextPairs} pairs of every head, give more than {2 * TextPairs}.");
        if (flow.Heads is { } heads)
        {
            check.Range("flow.heads", heads, 1, 1024);
        }
        else
        {
            check.Divides("flow.width", flow.Width, "flow.headWidth", flow.HeadWidth);
        }

        if (flow.TopWidth is { } topWidth)
        {
            check.Range("flow.topWidth", topWidth, 1, MaximumWidth);
            check.Divides("flow.topWidth", topWidth, "flow.headWidth", flow.Heads is null ? flow.HeadWidth : 1);
        }

        if (flow.KeyHeads is { } keyHeads && flow.HeadWidth > 0)
        {
            check.Divides("flow.heads", flow.Heads ?? (flow.Width / flow.HeadWidth), "flow.keyHeads", keyHeads);
        }
    }

    private static void Condition(ProblemList check, StarFlowConfig flow)
    {
        check.Range("flow.conditionTokens", flow.ConditionTokens, 0, 65536);
        check.Range("flow.conditionWidth", flow.ConditionWidth, 0, MaximumWidth);
        check.Require(
            flow.ConditionWidth == 0 || flow.ConditionTokens > 0,
            $"flow.conditionWidth is {flow.ConditionWidth}, but flow.conditionTokens is 0; give the greatest number of the condition's tokens, 1 for a class.");
    }

    private static void Common(ProblemList check, double mlpRatio, int patchSize, double noise, LatentConfig latent)
    {
        check.Range("latent.channels", latent.Channels, 1, 65536);
        check.Range("latent.side", latent.Side, 1, 16384);
        check.Range("flow.mlpRatio", mlpRatio, 0.1, 64);
        check.Range("flow.patchSize", patchSize, 1, 1024);
        check.Range("flow.noise", noise, 0, 100);
        check.Divides("latent.side", latent.Side, "flow.patchSize", patchSize);
    }
}
