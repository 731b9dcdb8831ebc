using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Sampling.Conditions;

/// <summary>A condition as weights over the rows of a generator's label table.</summary>
public static class ClassRows
{
    /// <summary>One picture's blend.</summary>
    /// <param name="rows">One blend for all, or one a picture.</param>
    /// <param name="picture">Which picture.</param>
    /// <param name="pictures">How many there are.</param>
    /// <exception cref="ShapeException">The condition has another number of rows.</exception>
    public static IReadOnlyList<WeightedClass> Of(IReadOnlyList<IReadOnlyList<WeightedClass>> rows, int picture, int pictures) => Row(rows, picture, pictures);

    /// <summary>The rows of a condition, one a picture.</summary>
    /// <typeparam name="T">What a row is.</typeparam>
    /// <param name="rows">One for all, or one a picture.</param>
    /// <param name="pictures">How many pictures there are.</param>
    /// <exception cref="ShapeException">The condition has another number of rows.</exception>
    public static IEnumerable<T> Each<T>(IReadOnlyList<T> rows, int pictures) => Enumerable.Range(0, pictures).Select(picture => Row(rows, picture, pictures));

    /// <summary>Refuses the classes of a generator that knows none.</summary>
    /// <param name="config">The generator; one with classes passes.</param>
    /// <param name="rows">One blend for all, or one a picture.</param>
    /// <exception cref="ConfigException">There is a class.</exception>
    public static void RequireNone(GeneratorConfig config, IReadOnlyList<IReadOnlyList<WeightedClass>> rows)
    {
        for (var i = 0; i < rows.Count && config.Classes == 0; i++)
        {
            if (rows[i].Count > 0)
            {
                throw new ConfigException($"Class {rows[i][0].Class} is asked of a generator that knows no classes (generator.classes is 0). Ask for none{(config.TextNumbers > 0 ? ", and for words" : string.Empty)}.");
            }
        }
    }

    /// <summary>Writes the weights of a blend.</summary>
    /// <param name="config">The generator.</param>
    /// <param name="blend">The blend; an empty one is the null label.</param>
    /// <param name="row"><c>[<see cref="GeneratorConfig.LabelRows"/>]</c>.</param>
    /// <exception cref="ConfigException">A class does not exist, or the null label is needed and the model has none.</exception>
    public static void Fill(GeneratorConfig config, IReadOnlyList<WeightedClass> blend, Span<float> row)
    {
        row.Clear();
        if (blend.Count == 0)
        {
            if (!config.HasNullLabel)
            {
                throw new ConfigException("This generator was trained without label dropout, so it has no null label: ask for a class, and for no guidance (scale 1).");
            }

            row[config.Classes] = 1;
        }

        for (var i = 0; i < blend.Count; i++)
        {
            var entry = blend[i];
            if (entry.Class < 0 || entry.Class >= config.Classes)
            {
                throw new ConfigException($"Class {entry.Class} does not exist; the model has classes 0 to {config.Classes - 1}.");
            }

            row[entry.Class] += (float)entry.Weight;
        }
    }

    private static T Row<T>(IReadOnlyList<T> rows, int picture, int pictures) => rows.Count == 1 || rows.Count == pictures
        ? rows[rows.Count == 1 ? 0 : picture]
        : throw new ShapeException($"The condition has {rows.Count} rows for {pictures} latents; give one, or one per latent.");
}
