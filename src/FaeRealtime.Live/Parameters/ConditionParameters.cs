using System.Text.Json.Serialization;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Walks;

namespace FaeRealtime.Live.Parameters;

/// <summary>What the pictures shall show.</summary>
public sealed record ConditionParameters
{
    /// <summary>Most classes of a blend.</summary>
    public const int MaximumClasses = 16;

    /// <summary>What the path of a single phrase's weight begins with: the phrase follows.</summary>
    public const string PhrasePrefix = "condition/prompt/";

    /// <summary>What the path of a single direction begins with: its name follows.</summary>
    public const string DirectionPrefix = "condition/directions/";

    /// <summary>Class, or a blend of classes by weight; empty for none.</summary>
    public IReadOnlyList<WeightedClass> Classes { get; init; } = [];

    /// <summary>
    /// While <see cref="Classes"/> and <see cref="Prompt"/> are empty: whether every key draws a class of its own instead of none, and where the model knows words the caption of one of its samples. Guidance needs a class to lead
    /// to, and most models paint far better with it than without. Samples are real pictures and have their classes already; a drawn class would speak against words.
    /// </summary>
    [JsonPropertyName("mix")]
    public bool RandomClass { get; init; }

    /// <summary>Words beside the class, for a model that knows them: phrases with weights, such as <c>red hair:1.5, glasses</c>; a weight below 0 leads away from a phrase, where there is guidance; empty for none. A single one's weight is set at <c>condition/prompt/PHRASE</c>.</summary>
    public string Prompt { get; init; } = "";

    /// <summary>The model's semantic directions and their weights, such as <c>smile:1.5, component 2:-1</c>; empty for none. A single one is set at <c>condition/directions/NAME</c>.</summary>
    public string Directions { get; init; } = "";

    /// <summary>How a change of classes, words, seeds or mode is entered.</summary>
    public TransitionParameters Transition { get; init; } = new();

    /// <summary>Whether every key draws a class of its own.</summary>
    [JsonIgnore]
    public bool DrawsClass => RandomClass && Classes.Count == 0 && Prompt.Length == 0;

    /// <summary>Whether there is any class or word.</summary>
    internal bool IsConditioned => RandomClass || Classes.Count > 0 || Prompt.Length > 0 || Directions.Length > 0;

    /// <summary>The prompt and the directions of phrases as a generator takes them.</summary>
    /// <param name="words">What reads the prompt; null for a model that knows classes only.</param>
    /// <param name="directions">The model's directions; null for none.</param>
    /// <param name="model">The model's name, for messages.</param>
    /// <returns>As <see cref="PhraseVectors.Read"/> makes them; empty without words.</returns>
    /// <exception cref="ConfigException">The prompt is no such list, or the model knows no words, or not these, or has no such directions.</exception>
    public float[] Words(PhraseVectors? words, ModelDirections? directions, string model)
    {
        float[] text = (Prompt.Length, words) switch
        {
            (0, _) => [],
            (_, null) => throw new ConfigException($"condition/prompt is '{Shortened.Text(Prompt)}', and the model '{model}' knows no words: ask for a class."),
            _ => words.Read(Sampling.Conditions.Prompt.Parse(Prompt)),
        };
        var weights = DirectionWeights.Parse(Directions);
        weights.Require(directions, model);
        if (directions is not null && words is not null && weights.HasWords(directions))
        {
            if (!words.IsPooled)
            {
                throw new ConfigException($"condition/directions has one of phrases, and the model '{model}' reads the states of tokens, to which it cannot be added. Use the prompt.");
            }

            text = text.Length > 0 ? text : new float[words.Numbers];
            weights.AddWords(directions, text.AsSpan(0, words.Numbers));
        }

        return text;
    }

    /// <summary>Says so where the prompt leads away from phrases and nothing does it.</summary>
    /// <param name="sampling">How it is sampled.</param>
    internal IEnumerable<string> GuidanceProblems(SamplingConfig sampling)
    {
        if (sampling.Guidance == 1 && sampling.FurtherGuidance.Count == 0 && Sampling.Conditions.Prompt.Parse(Prompt).Phrases.FirstOrDefault(one => one.Weight < 0) is { } away)
        {
            yield return $"condition/prompt leads away from '{Shortened.Text(away.Phrase)}', which guidance does, and there is none: set sampler/guidance above 1; a few-step student has its guidance in its weights, so show the generator itself.";
        }
    }

    /// <summary>One class alone, or none.</summary>
    /// <param name="index">Its index; null for none.</param>
    public ConditionParameters Only(int? index) => this with { Classes = index is { } one ? [new WeightedClass(one, 1.0)] : [], RandomClass = false };

    /// <summary>Whether another record asks for the same classes and words.</summary>
    /// <param name="other">The other.</param>
    /// <param name="directions">The model's directions: those of features are no request, they act on what was made; null for none.</param>
    internal bool SameRequest(ConditionParameters other, ModelDirections? directions) =>
        RandomClass == other.RandomClass && Prompt == other.Prompt && (Directions == other.Directions || DirectionWeights.Parse(Directions).SameWords(DirectionWeights.Parse(other.Directions), directions)) && (ReferenceEquals(Classes, other.Classes) || Classes.SequenceEqual(other.Classes));
}

/// <summary>How a change is entered.</summary>
public sealed record TransitionParameters
{
    /// <summary>Over which it fades in, 0 to 10 seconds; 0 cuts.</summary>
    public double Seconds { get; init; } = 0.6;

    /// <summary>How evenly.</summary>
    public EasingKind Easing { get; init; }

    /// <summary>When it begins.</summary>
    public QuantizeKind Quantize { get; init; }
}

/// <summary>When a change begins to act.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<QuantizeKind>))]
public enum QuantizeKind
{
    /// <summary>At once.</summary>
    None,

    /// <summary>At the next beat.</summary>
    Beat,

    /// <summary>At the next bar.</summary>
    Bar,
}
