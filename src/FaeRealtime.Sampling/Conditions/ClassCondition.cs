using FaeRealtime.Core.Errors;

namespace FaeRealtime.Sampling.Conditions;

/// <summary>What the generator is asked for: a class, a blend of classes, or none, and words where it knows them; one for the whole batch or one per picture.</summary>
public sealed record ClassCondition
{
    private ClassCondition(IReadOnlyList<IReadOnlyList<WeightedClass>> rows) => Rows = rows;

    /// <summary>No class at all: the null label.</summary>
    public static ClassCondition None { get; } = new([[]]);

    /// <summary>The blends, one per picture, or a single one for all; an empty blend is the null label.</summary>
    public IReadOnlyList<IReadOnlyList<WeightedClass>> Rows { get; }

    /// <summary>Prompts as <see cref="PhraseVectors.Read"/> makes them, one per picture or a single one for all; empty for no words.</summary>
    public IReadOnlyList<float[]> Texts { get; init; } = [];

    /// <summary>What guidance leads away from: no class, and the words of a negative prompt where there are any.</summary>
    /// <param name="numbers">Numbers N of a prompt.</param>
    public ClassCondition Away(int numbers) =>
        Texts.Any(row => !PromptRow.Away(row, numbers).IsEmpty)
            ? None with { Texts = [.. Texts.Select(row => PromptRow.Away(row, numbers) is { IsEmpty: false } away ? away.ToArray() : new float[numbers])] }
            : None;

    /// <summary>One class for every picture.</summary>
    /// <param name="index">From 0.</param>
    public static ClassCondition Of(int index) => new([[new WeightedClass(index, 1)]]);

    /// <summary>One blend for every picture.</summary>
    /// <param name="classes">Weights above 0; they are divided by their sum.</param>
    /// <exception cref="ConfigException">A weight is not a number above 0.</exception>
    public static ClassCondition Blend(IReadOnlyList<WeightedClass> classes) => new([Normalise(classes)]);

    /// <summary>One class per picture.</summary>
    /// <param name="indices">As many as the batch has pictures; null asks for none.</param>
    public static ClassCondition PerImage(IReadOnlyList<int?> indices) =>
        new([.. indices.Select(index => index is { } known ? (IReadOnlyList<WeightedClass>)[new WeightedClass(known, 1)] : [])]);

    /// <summary>One blend per picture.</summary>
    /// <param name="blends">As many as the batch has pictures.</param>
    /// <exception cref="ConfigException">A weight is not a number above 0.</exception>
    public static ClassCondition PerImage(IReadOnlyList<IReadOnlyList<WeightedClass>> blends) => new([.. blends.Select(Normalise)]);

    /// <summary>The sum that a blend's weights are divided by.</summary>
    /// <param name="classes">The blend.</param>
    /// <exception cref="ConfigException">A weight is not a number above 0.</exception>
    public static double Sum(ReadOnlySpan<WeightedClass> classes)
    {
        var sum = 0.0;
        foreach (var entry in classes)
        {
            if (!(entry.Weight > 0) || double.IsInfinity(entry.Weight))
            {
                throw new ConfigException(string.Create(
                    System.Globalization.CultureInfo.InvariantCulture,
                    $"Class {entry.Class} has the weight {entry.Weight}; give numbers above 0."));
            }

            sum += entry.Weight;
        }

        return sum;
    }

    private static IReadOnlyList<WeightedClass> Normalise(IReadOnlyList<WeightedClass> classes)
    {
        var sum = Sum([.. classes]);
        return [.. classes.Select(entry => entry with { Weight = entry.Weight / sum })];
    }
}

/// <summary>A class and its share in a blend.</summary>
/// <param name="Class">Index from 0.</param>
/// <param name="Weight">Above 0.</param>
public readonly record struct WeightedClass(int Class, double Weight);
