using System.Globalization;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;

namespace FaeRealtime.Sampling.Conditions;

/// <summary>Which of a model's semantic directions act, and how far: <c>smile:1.5, component 2:-1</c>.</summary>
/// <param name="Weights">In the order in which they were written, no name twice; none for the picture as it is.</param>
public sealed record DirectionWeights(IReadOnlyList<WeightedDirection> Weights)
{
    /// <summary>The greatest weight, up or down; a model's directions have narrower ranges of their own.</summary>
    public const double Limit = 100;

    private const int LongestText = ModelDirections.Most * (ModelDirections.LongestName + 32);

    /// <summary>No direction.</summary>
    public static DirectionWeights None { get; } = new([]);

    /// <summary>Reads directions.</summary>
    /// <param name="text">Names divided by commas, each with a weight behind a colon where it is not 1.</param>
    /// <exception cref="ConfigException">A weight is no number from −100 to 100, a name is missing or stands twice, or the text is too long.</exception>
    public static DirectionWeights Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length == 0)
        {
            return None;
        }

        if (text.Length > LongestText)
        {
            throw new ConfigException($"The directions have {text.Length} characters; {LongestText} are the most.");
        }

        WeightedDirection[] weights = [.. text.Split(',').Select(part => part.Trim()).Where(part => part.Length > 0).Select(One)];
        return weights.GroupBy(one => one.Name).FirstOrDefault(group => group.Count() > 1) is { } twice
            ? throw new ConfigException($"The direction '{Shortened.Text(twice.Key)}' is given twice; keep one.")
            : new DirectionWeights(weights);
    }

    /// <summary>The weight of a direction; 0 where it does not act.</summary>
    /// <param name="name">Its name.</param>
    public double Of(string name)
    {
        foreach (var one in Weights)
        {
            if (one.Name == name)
            {
                return one.Weight;
            }
        }

        return 0;
    }

    /// <summary>The same with another weight of one direction; 0 takes it out.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="weight">The weight.</param>
    public DirectionWeights With(string name, double weight)
    {
        var named = Prompt.Normalise(name);
        if (Weights.Any(one => one.Name == named) && weight != 0)
        {
            return new([.. Weights.Select(one => one.Name == named ? one with { Weight = weight } : one)]);
        }

        return weight == 0 ? new([.. Weights.Where(one => one.Name != named)]) : new([.. Weights, new WeightedDirection(named, weight)]);
    }

    /// <summary>Refuses what a model does not have.</summary>
    /// <param name="known">Its directions; null for none.</param>
    /// <param name="model">Its name, for the message.</param>
    /// <exception cref="ConfigException">It has no such direction, or the weight is out of its range.</exception>
    public void Require(ModelDirections? known, string model)
    {
        foreach (var (name, weight) in Weights)
        {
            if (known is null || known.PlaceOf(name) is not (>= 0 and var place))
            {
                throw new ConfigException(known is null
                    ? $"There is no direction '{Shortened.Text(name)}': the model '{model}' has none."
                    : $"There is no direction '{Shortened.Text(name)}'; the model '{model}' has {string.Join(", ", known.All.Select(one => one.Name))}.");
            }

            var direction = known.All[place];
            if (weight < direction.Minimum || weight > direction.Maximum)
            {
                throw new ConfigException(FormattableString.Invariant($"The direction '{name}' has the weight {weight}; give {direction.Minimum} to {direction.Maximum}."));
            }
        }
    }

    /// <summary>Adds the phrase directions to a prompt's vector.</summary>
    /// <param name="known">The model's directions.</param>
    /// <param name="text"><c>[W]</c>, as <see cref="PhraseVectors.Read"/> makes it; zeros for no words.</param>
    public void AddWords(ModelDirections known, Span<float> text)
    {
        ArgumentNullException.ThrowIfNull(known);
        foreach (var (place, weight) in Acting(known, DirectionKind.Phrase))
        {
            PhraseVectors.Add(text, known.Vector(place), (float)weight);
        }
    }

    /// <summary>Whether any direction acts on the prompt.</summary>
    /// <param name="known">The model's directions.</param>
    public bool HasWords(ModelDirections known) => Acting(known, DirectionKind.Phrase).Any();

    /// <summary>Whether others act on the prompt alike.</summary>
    /// <param name="other">The others.</param>
    /// <param name="known">The model's directions; null for none.</param>
    public bool SameWords(DirectionWeights other, ModelDirections? known) =>
        known is null || Acting(known, DirectionKind.Phrase).SequenceEqual(other.Acting(known, DirectionKind.Phrase));

    /// <summary>The weights of all of a model's directions of a kind.</summary>
    /// <param name="known">The model's directions.</param>
    /// <param name="kind">Which; others get 0.</param>
    /// <param name="weights">Receives one each, in the model's order and within its range.</param>
    public void Fill(ModelDirections known, DirectionKind kind, Span<float> weights)
    {
        weights.Clear();
        foreach (var (place, weight) in Acting(known, kind))
        {
            weights[place] = (float)weight;
        }
    }

    /// <summary>What the feature directions add to a picture's features.</summary>
    /// <param name="known">The model's directions; null for none.</param>
    /// <returns><c>[T · D]</c>; null where none acts.</returns>
    public float[]? FeatureSum(ModelDirections? known)
    {
        float[]? sum = null;
        foreach (var (place, weight) in known is null ? [] : Acting(known, DirectionKind.Feature))
        {
            sum ??= new float[known!.Vector(place).Length];
            PhraseVectors.Add(sum, known!.Vector(place), (float)weight);
        }

        return sum;
    }

    /// <summary>As <see cref="Parse"/> reads it.</summary>
    public override string ToString() => string.Join(
        ", ", Weights.Select(one => one.Weight == 1 ? one.Name : string.Create(CultureInfo.InvariantCulture, $"{one.Name}:{one.Weight}")));

    // By place, so that the same weights in another order are the same sum. A modulation's wave may leave the range and stays at its end.
    private IEnumerable<(int Place, double Weight)> Acting(ModelDirections known, DirectionKind kind) => Weights
        .Select(one => (Place: known.PlaceOf(one.Name), one.Weight))
        .Where(one => one.Place >= 0 && known.All[one.Place].Kind == kind && one.Weight != 0)
        .Select(one => (one.Place, Math.Clamp(one.Weight, known.All[one.Place].Minimum, known.All[one.Place].Maximum)))
        .OrderBy(one => one.Place);

    private static WeightedDirection One(string part)
    {
        var colon = part.LastIndexOf(':');
        var (name, weight) = (Prompt.Normalise(colon < 0 ? part : part[..colon]), 1.0);
        if (colon >= 0 && (!double.TryParse(part[(colon + 1)..].Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out weight) || !(Math.Abs(weight) <= Limit)))
        {
            throw new ConfigException($"The direction '{Shortened.Text(part)}' has no number from -{Limit} to {Limit} behind its colon; write such as 'smile:1.5'.");
        }

        return name.Length is > 0 and <= ModelDirections.LongestName
            ? new WeightedDirection(name, weight)
            : throw new ConfigException($"The direction '{Shortened.Text(part)}' has a name of {name.Length} characters; give 1 to {ModelDirections.LongestName}, and commas between directions.");
    }
}

/// <summary>A direction and how far it acts.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Weight">Below 0 the other way.</param>
public readonly record struct WeightedDirection(string Name, double Weight);
