using System.Globalization;

namespace FaeRealtime.Training.Recipes;

/// <summary>What can be wrong in a recipe's discriminator.</summary>
internal static class DiscriminatorValidation
{
    /// <summary>Every problem; each begins with the member's name.</summary>
    public static IEnumerable<string> Problems(DiscriminatorRecipe discriminator)
    {
        (bool Holds, string Problem)[] rules =
        [
            (discriminator.Weight >= 0, Text("weight", discriminator.Weight, "0 or more")),
            (discriminator.FirstStep >= 0, Text("firstStep", discriminator.FirstStep, "0 or more")),
            (discriminator.Start >= discriminator.FirstStep, Text("start", discriminator.Start, $"firstStep ({discriminator.FirstStep}) or more")),
            (discriminator.LeCam >= 0, Text("leCam", discriminator.LeCam, "0 or more")),
            (discriminator.LeCamDecay is >= 0 and < 1, Text("leCamDecay", discriminator.LeCamDecay, "0 to below 1")),
            (discriminator.Patch is null != discriminator.Dino is null, "patch and dino: give one of the two"),
            .. Optimisation(discriminator.Optimisation),
            .. Patch(discriminator.Patch),
            .. Dino(discriminator.Dino),
        ];
        return rules.Where(rule => !rule.Holds).Select(rule => rule.Problem);
    }

    private static IEnumerable<(bool Holds, string Problem)> Optimisation(DiscriminatorOptimisationRecipe o) =>
    [
        (o.LearningRate is > 0 and < 1, Text("optimisation.learningRate", o.LearningRate, "above 0, below 1")),
        (o.FinalShare is >= 0 and <= 1, Text("optimisation.finalShare", o.FinalShare, "0 to 1")),
        (o.Warmup >= 0, Text("optimisation.warmup", o.Warmup, "0 or more")),
        (o.Beta1 is >= 0 and < 1, Text("optimisation.beta1", o.Beta1, "0 to below 1")),
        (o.Beta2 is >= 0 and < 1, Text("optimisation.beta2", o.Beta2, "0 to below 1")),
        (o.WeightDecay >= 0, Text("optimisation.weightDecay", o.WeightDecay, "0 or more")),
        (o.ClipNorm is null or > 0, Text("optimisation.clipNorm", o.ClipNorm ?? 0, "above 0, or null for none")),
    ];

    private static IEnumerable<(bool Holds, string Problem)> Patch(PatchDiscriminatorRecipe? patch) => patch is null
        ? []
        :
        [
            (patch.Widths.Count is >= 2 and <= 8, Text("patch.widths", patch.Widths.Count, "2 to 8 values")),
            (patch.Widths.All(width => width >= 1), "patch.widths has a value below 1"),
            (patch.Groups >= 1 && patch.Widths.Skip(1).All(width => width % Math.Max(1, patch.Groups) == 0), Text("patch.groups", patch.Groups, "a divisor of every width but the first")),
            (patch.Grid is >= 1 and <= 256, Text("patch.grid", patch.Grid, "1 to 256")),
        ];

    private static IEnumerable<(bool Holds, string Problem)> Dino(DinoDiscriminatorRecipe? dino) => dino is null
        ? []
        :
        [
            (dino.Blocks.Count >= 1 && dino.Blocks.All(block => block >= 1 && block <= dino.Encoder.Depth), $"dino.blocks has a value outside 1 to {dino.Encoder.Depth}, or none"),
            (dino.Kernel >= 1 && dino.Kernel % 2 == 1, Text("dino.kernel", dino.Kernel, "odd numbers")),
        ];

    private static string Text(string name, double value, string allowed) => string.Create(CultureInfo.InvariantCulture, $"{name} is {value}, allowed: {allowed}");
}
