namespace FaeRealtime.Sampling.Conditions;

/// <summary>The classes of each picture, or one blend for all with its words, which is set anew for every latent without allocating.</summary>
public sealed class ClassBlends
{
    private readonly List<WeightedClass> _single = [];
    private float[] _text = [];

    /// <summary>One blend for all pictures, at first none.</summary>
    public ClassBlends() => Rows = [_single];

    /// <summary>The blends of a condition.</summary>
    /// <param name="condition">The condition, with words for all pictures or none.</param>
    public ClassBlends(ClassCondition condition) => (Rows, _text) = (condition.Rows, condition.Texts.SingleOrDefault([]));

    /// <summary>No class at all.</summary>
    public static ClassBlends None { get; } = new(ClassCondition.None);

    /// <summary>The blends, one per picture, or a single one for all; an empty blend is the null label.</summary>
    public IReadOnlyList<IReadOnlyList<WeightedClass>> Rows { get; }

    /// <summary>Words for all pictures, <c>[N]</c>, or <c>[2·N]</c> with a negative prompt, see <see cref="PromptRow"/>; empty for none.</summary>
    public ReadOnlySpan<float> Text => _text;

    /// <summary>Sets the blend that stands for all pictures.</summary>
    /// <param name="classes">Weights above 0, divided by their sum here; empty for none.</param>
    /// <param name="text">Words <c>[N]</c> or <c>[2·N]</c>; empty for none.</param>
    /// <exception cref="Core.Errors.ConfigException">A weight is not a number above 0.</exception>
    public void Set(ReadOnlySpan<WeightedClass> classes, ReadOnlySpan<float> text)
    {
        if (_text.Length != text.Length)
        {
            _text = new float[text.Length];
        }

        text.CopyTo(_text);
        _single.Clear();
        var sum = ClassCondition.Sum(classes);
        foreach (var entry in classes)
        {
            _single.Add(entry with { Weight = entry.Weight / sum });
        }
    }
}
