using System.Globalization;
using FaeRealtime.Core.Config;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Walks;

namespace FaeRealtime.Live.Parameters;

/// <summary>What parameters must satisfy beside the ranges of <see cref="ParameterTable"/>.</summary>
internal static class ParameterCheck
{
    private const int MaximumKeyframes = 1024;
    private const int MaximumModulations = 64;

    // Of all keyframes: every change of anything is checked, told and kept with them.
    private const int MaximumKeyframeSeeds = 8192;
    private const int LongestName = 4096;

    /// <summary>Checks everything.</summary>
    /// <returns>All problems, each one sentence; empty when there are none.</returns>
    public static List<string> Problems(SessionParameters parameters, int classes)
    {
        var problems = new List<string>();
        foreach (var definition in ParameterTable.All)
        {
            if (definition.Problem(definition.Read(parameters)) is { } problem)
            {
                problems.Add(problem);
            }
        }

        Require(problems, parameters.Model.Length <= LongestName, $"model has {parameters.Model.Length} characters; give a name or a path.");
        Require(problems, parameters.Sampler.GuidanceInterval.From <= parameters.Sampler.GuidanceInterval.To, $"sampler/guidanceInterval is from {parameters.Sampler.GuidanceInterval.From} to {parameters.Sampler.GuidanceInterval.To}; swap them.");
        Require(problems, parameters.Output.View != OutputView.Steps || parameters.Source.HasSteps, $"output/view is steps and source/keys samples, or a timeline with pictures, which are not sampled; set one of them otherwise.");
        Schedule(problems, parameters.Sampler.Schedule);
        Require(
            problems,
            parameters.Source.Space != SourceSpace.Noise || parameters.Sampler.Schedule.Count == 0 || parameters.Coherence.Renoise > parameters.Sampler.Schedule[^1],
            $"coherence/renoise is {parameters.Coherence.Renoise}, where sampler/schedule [{string.Join(", ", parameters.Sampler.Schedule.Take(8))}] has ended already; give a later time, or a schedule that ends at 0.");
        Seeds(problems, "source/seeds", parameters.Source.Seeds);
        Classes(problems, "condition/classes", parameters.Condition.Classes, classes);
        Require(problems, PaintMask.Problem(parameters.Source.Paint) is null, $"source/paint is no mask: {PaintMask.Problem(parameters.Source.Paint)}");
        Keyframes(problems, parameters.Source, classes);
        Modulations(problems, parameters.Modulation);
        return problems;
    }

    private static void Schedule(List<string> problems, IReadOnlyList<double> times)
    {
        var falls = times.Count != 1 && times.Count <= SamplingConfigValidation.MaximumSteps + 1;
        for (var i = 0; i < times.Count; i++)
        {
            falls &= times[i] is >= 0 and <= 1 && (i == 0 || times[i] < times[i - 1]);
        }

        Require(problems, falls, $"sampler/schedule is [{string.Join(", ", times.Take(8))}]; give 2 to {SamplingConfigValidation.MaximumSteps + 1} falling times from at most 1 (noise) to at least 0, or none.");
    }

    private static void Seeds(List<string> problems, string name, IReadOnlyList<WeightedSeed> seeds)
    {
        Require(problems, seeds.Count is >= 1 and <= SourceParameters.MaximumSeeds, $"{name} has {seeds.Count} entries; give 1 to {SourceParameters.MaximumSeeds}.");
        Require(problems, seeds.All(item => Math.Abs(item.Weight) <= 1e6), $"{name} has a weight beyond ±1e6, or none; give finite weights.");

        // What is left when equal seeds are merged must have a direction.
        Require(problems, seeds.Count == 0 || HasDirection(seeds), $"{name} has weights that are all 0 or cancel; give at least one.");
    }

    private static bool HasDirection(IReadOnlyList<WeightedSeed> seeds) => seeds.Count == 1
        ? Math.Abs(seeds[0].Weight) > 1e-9
        : seeds.GroupBy(item => item.Seed).Any(group => Math.Abs(group.Sum(item => item.Weight)) > 1e-9);

    private static void Classes(List<string> problems, string name, IReadOnlyList<WeightedClass> blend, int classes)
    {
        Require(problems, blend.Count <= ConditionParameters.MaximumClasses, $"{name} has {blend.Count} entries; give at most {ConditionParameters.MaximumClasses}.");
        foreach (var (index, weight) in blend)
        {
            Require(problems, classes > 0, $"{name} names class {index}; this model has no classes.");
            Require(problems, classes == 0 || (index >= 0 && index < classes), $"{name} names class {index}; give 0 to {classes - 1}, or none.");
            Require(problems, weight is > 0 and <= 1e6, $"{name} gives class {index} the weight {weight}; give a weight above 0.");
        }

        Require(problems, blend.Select(item => item.Class).Distinct().Count() == blend.Count, $"{name} names a class twice; keep one.");
    }

    private static void Keyframes(List<string> problems, SourceParameters source, int classes)
    {
        var keyframes = source.Keyframes;
        Require(problems, source.Mode != SourceMode.Keyframes || keyframes.Count >= 2, $"source/mode is keyframes and source/keyframes has {keyframes.Count}; give 2 or more.");
        Require(problems, source.Mode != SourceMode.Keyframes || source.Keys == SourceKeys.Generated, $"source/mode keyframes goes through generated keys; set source/keys to generated.");
        Require(problems, source.Space != SourceSpace.Noise || source.Keys == SourceKeys.Generated, $"source/keys samples are latents; set source/space to latent or feature.");
        Require(problems, source.Space != SourceSpace.Noise || !source.HoldsImages, $"source/keyframes hold pictures, which have no noise; set source/space to latent or feature.");
        Require(problems, keyframes.Count <= MaximumKeyframes, $"source/keyframes has {keyframes.Count} entries; give at most {MaximumKeyframes}.");
        var seeds = keyframes.Sum(keyframe => keyframe.Seeds.Count);
        Require(problems, seeds <= MaximumKeyframeSeeds, $"source/keyframes blend {seeds} seeds in all; give at most {MaximumKeyframeSeeds}.");
        for (var i = 0; seeds <= MaximumKeyframeSeeds && i < Math.Min(keyframes.Count, MaximumKeyframes); i++)
        {
            Seeds(problems, $"source/keyframes[{i}]/seeds", keyframes[i].Seeds);
            Classes(problems, $"source/keyframes[{i}]/classes", keyframes[i].Classes, classes);
            Image(problems, $"source/keyframes[{i}]/picture", keyframes[i].Image);
            Within(problems, $"source/keyframes[{i}]/length", keyframes[i].Length, ParameterLists.KeyframeLength);
            Require(problems, Enum.IsDefined(keyframes[i].Easing), $"source/keyframes[{i}]/easing is {keyframes[i].Easing}; give one of {string.Join(", ", Enum.GetNames<EasingKind>())}.");
        }
    }

    private static void Image(List<string> problems, string name, KeyframeImage? picture)
    {
        if (picture is not null)
        {
            Require(problems, picture.Name.Length <= LongestName, $"{name}/name has {picture.Name.Length} characters; give at most {LongestName}.");
            Require(problems, picture.Values() is not null, $"{name}/latent is no Base64 text of finite float16 numbers; drop the picture again.");
        }
    }

    private static void Modulations(List<string> problems, IReadOnlyList<Modulation> modulations)
    {
        Require(problems, modulations.Count <= MaximumModulations, $"modulation has {modulations.Count} entries; give at most {MaximumModulations}.");
        for (var i = 0; i < Math.Min(modulations.Count, MaximumModulations); i++)
        {
            var one = modulations[i];
            var known = ParameterTable.Find(one.Target);
            Require(problems, known is { Kind: ParameterKind.Number or ParameterKind.Whole }, $"modulation[{i}]/target is '{one.Target}'; give the path of a number, such as {NearestName.Of(one.Target, ParameterTable.All.Where(definition => definition.Kind is ParameterKind.Number or ParameterKind.Whole).Select(definition => definition.Path))}.");
            Require(problems, !one.Target.StartsWith(ConditionParameters.PhrasePrefix, StringComparison.Ordinal), $"modulation[{i}]/target is '{one.Target}', but every change of words is a new key; give one of the model's directions instead, such as {ConditionParameters.DirectionPrefix}NAME.");
            Within(problems, $"modulation[{i}]/rate", one.Rate, ParameterLists.ModulationRate);
            Require(problems, double.IsFinite(one.Depth) && double.IsFinite(one.Base ?? 0.0), $"modulation[{i}] has a depth or base that is no number.");
            Within(problems, $"modulation[{i}]/phase", one.Phase, ParameterLists.ModulationPhase);
            Require(problems, Enum.IsDefined(one.Shape), $"modulation[{i}]/shape is {one.Shape}; give one of {string.Join(", ", Enum.GetNames<WaveShape>())}.");
        }
    }

    private static void Within(List<string> problems, string name, double value, ListMember member) =>
        Require(problems, member.Allows(value), $"{name} is {value}; give {member.Range}.");

    private static void Require(List<string> problems, bool holds, FormattableString problem)
    {
        if (!holds)
        {
            problems.Add(problem.ToString(CultureInfo.InvariantCulture));
        }
    }
}
