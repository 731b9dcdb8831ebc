using System.Globalization;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Evaluation.Generation;

/// <summary>One way to sample a model.</summary>
/// <param name="Kind">Generator or student.</param>
/// <param name="Steps">Of the solver, or of the student.</param>
/// <param name="Guidance">Classifier-free guidance scale; null is the model's. A student has it baked in.</param>
public sealed record SamplerChoice(GeneratorVariant Kind, int Steps, double? Guidance = null)
{
    private const string Teacher = "teacher";
    private const string FewStep = "few-step";

    /// <summary>Such as <c>teacher:50@1.5</c>, as it is read.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"{(Kind == GeneratorVariant.Teacher ? Teacher : FewStep)}:{Steps}{(Guidance is { } scale ? $"@{scale}" : string.Empty)}");

    /// <summary>Reads a list such as <c>teacher:50,teacher:50@1.5,few-step:2</c>.</summary>
    /// <param name="text">Kinds with their steps, and for the teacher a guidance scale behind an @.</param>
    /// <exception cref="ConfigException">An entry is none, or stands twice.</exception>
    public static IReadOnlyList<SamplerChoice> ParseList(string text)
    {
        SamplerChoice[] choices = [.. text.Split(',', StringSplitOptions.TrimEntries).Select(entry => Parse(entry, text))];
        return choices.Distinct().Count() == choices.Length ? choices : throw Wrong(text, "a sampler stands twice");
    }

    /// <summary>What it means for a model.</summary>
    /// <param name="model">The model's config.</param>
    /// <exception cref="ConfigException">The model has no student.</exception>
    internal SamplingConfig Sampling(ModelConfig model)
    {
        var recommended = model.SamplingOf(Kind);
        return recommended with
        {
            Steps = Steps,
            Guidance = Guidance ?? recommended.Guidance,
            FurtherGuidance = Guidance is 1.0 ? [] : recommended.FurtherGuidance,
        };
    }

    private static SamplerChoice Parse(string entry, string text)
    {
        var (kind, rest) = entry.Split(':') switch
        {
            [Teacher, var numbers] => (GeneratorVariant.Teacher, numbers.Split('@')),
            [FewStep, var numbers] => (GeneratorVariant.FewStep, numbers.Split('@')),
            _ => throw Wrong(text, $"'{entry}' is no kind with its steps"),
        };
        if (!int.TryParse(rest[0], NumberStyles.None, CultureInfo.InvariantCulture, out var steps) || steps < 1 || rest.Length > 2 || (rest.Length > 1 && kind == GeneratorVariant.FewStep))
        {
            throw Wrong(text, $"'{entry}' has no steps from 1, or a scale where there can be none");
        }

        if (rest.Length == 1)
        {
            return new SamplerChoice(kind, steps);
        }

        return double.TryParse(rest[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var scale) && double.IsFinite(scale) && scale >= 0
            ? new SamplerChoice(kind, steps, scale)
            : throw Wrong(text, $"'{rest[1]}' is no guidance scale from 0");
    }

    private static ConfigException Wrong(string text, string problem) =>
        new($"Samplers are '{text}': {problem}. Give a list such as teacher:50,teacher:50@1.5,few-step:2.") { Subject = "Samplers" };
}
