using System.Globalization;
using FaeRealtime.Core.Config;

namespace FaeRealtime.Training.Recipes;

/// <summary>What can be wrong in a recipe, found all at once.</summary>
internal static class RecipeValidation
{
    public static IReadOnlyList<string> Problems(TrainingRecipe recipe)
    {
        var problems = new List<string>(recipe.Model.Validate().Select(problem => $"model: {problem}"));
        Optimisation(problems, "ia", recipe.Ia.Optimisation);
        Optimisation(problems, "ib", recipe.Ib.Optimisation);
        Optimisation(problems, "ii", recipe.Ii.Optimisation);
        Optimisation(problems, "iii", recipe.Iii.Optimisation);
        Pixels(problems, "ib", recipe.Ib);
        Pixels(problems, "ii", recipe.Ii);
        Require(problems, recipe.Ia.Beta >= 0, "ia.beta", recipe.Ia.Beta, "0 or more");
        var blocks = Math.Max(1, recipe.Model.Encoder.FeatureBlocks.Count);
        Require(problems, recipe.Ia.BlockWeights.Count == 0 || recipe.Ia.BlockWeights.Count == blocks, "ia.blockWeights", recipe.Ia.BlockWeights.Count, $"none or {blocks} values");
        var grid = recipe.Model with { Sampling = recipe.Iii.SampleGridSampling(recipe.Model.Sampling) };
        problems.AddRange(grid.Validate().Except(recipe.Model.Validate()).Select(problem => $"iii.sheetSteps and iii.sheetGuidance: {problem}"));
        Require(problems, recipe.Iii.CosineWeight is >= 0 and <= 100, "iii.cosineWeight", recipe.Iii.CosineWeight, "0 to 100");
        Require(problems, recipe.Samples is >= 0 and <= 10_000, "samples", recipe.Samples, "0 to 10000");
        FewStep(problems, recipe);
        Intervals(problems, recipe.Intervals);
        return problems;
    }

    private static void FewStep(List<string> problems, TrainingRecipe recipe)
    {
        if (recipe.Iv is not { } iv)
        {
            return;
        }

        if (recipe.Model.FewStep is null)
        {
            problems.Add("iv is given, but model.fewStep is not: add \"fewStep\": {} to the model, or leave iv out");
        }

        Optimisation(problems, "iv", iv.Optimisation);
        if (iv.Optimisation.Precision != TrainingPrecision.Fp32 && iv.HasMeanFlow)
        {
            problems.Add("iv.optimisation.precision is bf16, allowed: fp32 where regressionShare leaves steps to MeanFlow, because MeanFlow's finite difference is lost in the rounding of bfloat16");
        }

        Require(problems, iv.Guidance is null or (>= 0 and <= 100), "iv.guidance", iv.Guidance ?? 1, "0 to 100, or null for the model's");
        Require(problems, iv.RegressionShare is >= 0 and <= 1, "iv.regressionShare", iv.RegressionShare, "0 to 1");
        Require(problems, iv.InstantShare is >= 0 and <= 1, "iv.instantShare", iv.InstantShare, "0 to 1");
        Require(problems, iv.Difference is > 0 and <= 0.1, "iv.difference", iv.Difference, "above 0, up to 0.1");
        Require(problems, iv.ReferenceSteps is >= 1 and <= 1000, "iv.referenceSteps", iv.ReferenceSteps, "1 to 1000");
        Require(problems, iv.ReferenceImages is >= 1 and <= 10_000, "iv.referencePictures", iv.ReferenceImages, "1 to 10000");
        Require(problems, recipe.Model.Generator.HasNullLabel || iv.Guidance is null or 1, "iv.guidance", iv.Guidance ?? 1, "1 or null, because generator.labelDropout is 0");
        Trajectories(problems, iv.Trajectories);
        if (iv.Distribution is { } distribution)
        {
            Distribution(problems, distribution, iv.Optimisation);
        }
    }

    private static void Distribution(List<string> problems, DistributionRecipe distribution, OptimisationRecipe optimisation)
    {
        const string Name = "iv.distribution";
        Require(problems, distribution.Weight is > 0 and <= 1000, $"{Name}.weight", distribution.Weight, "above 0, up to 1000");
        Require(problems, distribution.Regression is >= 0 and <= 1000, $"{Name}.regression", distribution.Regression, "0 to 1000");
        Require(problems, distribution.From >= 0 && distribution.From < optimisation.Steps, $"{Name}.from", distribution.From, "0 to below iv.optimisation.steps");
        Require(problems, distribution.Features.Count > 0 && distribution.Features.Distinct().Count() == distribution.Features.Count, $"{Name}.features", distribution.Features.Count, "pooled, tokens or both, each once");
        Require(problems, distribution.Steps.Count > 0, $"{Name}.steps", distribution.Steps.Count, "one or more step counts");
        foreach (var steps in distribution.Steps)
        {
            Require(problems, steps is >= 1 and <= 8, $"{Name}.steps", steps, "1 to 8");
        }

        // A row alone has no other to be compared with.
        var part = Math.Min(optimisation.Batch, optimisation.PartSize ?? optimisation.Batch);
        Require(problems, part >= 2 && optimisation.Batch % part != 1, $"{Name} with iv.optimisation.batch in parts", part, "2 rows or more in every part of the batch");
    }

    private static void Trajectories(List<string> problems, TrajectoryRecipe trajectories)
    {
        const string Name = "iv.trajectories";
        Require(problems, trajectories.Count is >= 0 and <= 10_000_000, $"{Name}.count", trajectories.Count, "0 to 10000000");
        Require(problems, trajectories.Solver is SolverKind.Euler or SolverKind.Heun, $"{Name}.solver", (double)trajectories.Solver, "euler or heun");
        Require(problems, trajectories.Kept is >= 1 and <= 1000, $"{Name}.kept", trajectories.Kept, "1 to 1000");
        Require(problems, trajectories.Kept > 0 && trajectories.Steps is >= 1 and <= 1000 && trajectories.Steps % trajectories.Kept == 0, $"{Name}.steps", trajectories.Steps, $"a multiple of {Name}.kept up to 1000");
        Require(problems, trajectories.PairsEach is >= 1 and <= 1000, $"{Name}.pairsEach", trajectories.PairsEach, "1 to 1000");
        Require(problems, trajectories.PlanShare is >= 0 and <= 1, $"{Name}.planShare", trajectories.PlanShare, "0 to 1");
        Require(problems, trajectories.PlanShare == 0 || trajectories.Plans.Count > 0, $"{Name}.plans", trajectories.Plans.Count, "one or more where planShare is above 0");
        foreach (var steps in trajectories.Plans)
        {
            Require(problems, steps >= 1 && trajectories.Kept % steps == 0, $"{Name}.plans", steps, $"divisors of {Name}.kept");
        }
    }

    private static void Intervals(List<string> problems, IntervalRecipe intervals)
    {
        Require(problems, intervals.Log >= 1, "cadence.log", intervals.Log, "1 or more");
        Require(problems, intervals.Validate >= 1, "cadence.validate", intervals.Validate, "1 or more");
        Require(problems, intervals.SampleGrid >= 1, "cadence.sheet", intervals.SampleGrid, "1 or more");
        Require(problems, intervals.SaveMinutes > 0, "cadence.saveMinutes", intervals.SaveMinutes, "above 0");
        Require(problems, intervals.Keep >= 1, "cadence.keep", intervals.Keep, "1 or more");
    }

    private static void Pixels(List<string> problems, string stage, PixelRecipe pixels)
    {
        Require(problems, pixels.Noise is >= 0 and <= 10, $"{stage}.noise", pixels.Noise, "0 to 10");
        Require(problems, pixels.LatentNoise is >= 0 and <= 2 && (pixels.LatentNoise == 0 || stage == "ii"), $"{stage}.latentNoise", pixels.LatentNoise, "0 to 2, and 0 in ib, which sees no latents");
        Require(problems, pixels.SquaredWeight >= 0, $"{stage}.squaredWeight", pixels.SquaredWeight, "0 or more");
        Require(problems, pixels.AbsoluteWeight >= 0, $"{stage}.absoluteWeight", pixels.AbsoluteWeight, "0 or more");
        Require(problems, pixels.GradientWeight >= 0, $"{stage}.gradientWeight", pixels.GradientWeight, "0 or more");
        Require(problems, pixels.PerceptualWeight >= 0, $"{stage}.perceptualWeight", pixels.PerceptualWeight, "0 or more");
        if (pixels.Discriminator is { } discriminator)
        {
            problems.AddRange(DiscriminatorValidation.Problems(discriminator).Select(problem => $"{stage}.adversary.{problem}"));
        }
    }

    private static void Optimisation(List<string> problems, string stage, OptimisationRecipe o)
    {
        Require(problems, o.Steps >= 1, $"{stage}.optimisation.steps", o.Steps, "1 or more");
        Require(problems, o.Batch >= 1, $"{stage}.optimisation.batch", o.Batch, "1 or more");
        Require(problems, o.LearningRate is > 0 and < 1, $"{stage}.optimisation.learningRate", o.LearningRate, "above 0, below 1");
        Require(problems, o.FinalShare is >= 0 and <= 1, $"{stage}.optimisation.finalShare", o.FinalShare, "0 to 1");
        Require(problems, o.Warmup >= 0, $"{stage}.optimisation.warmup", o.Warmup, "0 or more");
        Require(problems, o.Beta1 is >= 0 and < 1, $"{stage}.optimisation.beta1", o.Beta1, "0 to below 1");
        Require(problems, o.Beta2 is >= 0 and < 1, $"{stage}.optimisation.beta2", o.Beta2, "0 to below 1");
        Require(problems, o.WeightDecay >= 0, $"{stage}.optimisation.weightDecay", o.WeightDecay, "0 or more");
        Require(problems, o.ClipNorm is null or > 0, $"{stage}.optimisation.clipNorm", o.ClipNorm ?? 0, "above 0, or null for none");
        Require(problems, o.PartSize is null or >= 1, $"{stage}.optimisation.partSize", o.PartSize ?? 0, "1 or more, or null for the whole batch");
        Require(problems, o.SkipLimit >= 1, $"{stage}.optimisation.skipLimit", o.SkipLimit, "1 or more");
        Require(problems, o.EmaDecay is >= 0 and < 1, $"{stage}.optimisation.emaDecay", o.EmaDecay, "0 to below 1");
    }

    private static void Require(List<string> problems, bool holds, string name, double value, string allowed)
    {
        if (!holds)
        {
            problems.Add(string.Create(CultureInfo.InvariantCulture, $"{name} is {value}, allowed: {allowed}"));
        }
    }
}
