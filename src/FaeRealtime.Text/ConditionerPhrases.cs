using FaeRealtime.Core.Errors;
using FaeRealtime.Sampling.Conditions;

namespace FaeRealtime.Text;

/// <summary>Any text conditioner as what reads a model's phrases, each of which may be a sentence.</summary>
/// <param name="conditioner">The conditioner, which goes with this.</param>
public sealed class ConditionerPhrases(ITextConditioner conditioner) : IPhraseEncoder, ITextConditioner
{
    /// <inheritdoc cref="ITextConditioner.Name"/>
    public string Name => conditioner.Name;

    /// <inheritdoc cref="ITextConditioner.Width"/>
    public int Width => conditioner.Width;

    /// <inheritdoc/>
    public int PooledWidth => conditioner.PooledWidth;

    /// <inheritdoc/>
    public int MostTokens => conditioner.MostTokens;

    /// <summary>The text's vector, brought to length 1, for a generator that takes one.</summary>
    /// <param name="phrase">A few words.</param>
    /// <returns><c>[W]</c>.</returns>
    /// <exception cref="ConfigException">The encoder has no such vector.</exception>
    public float[] Encode(string phrase)
    {
        var pooled = conditioner.Encode(phrase).Pooled;
        var length = Math.Sqrt(pooled.Sum(value => (double)value * value));
        return length > 0
            ? [.. pooled.Select(value => (float)(value / length))]
            : throw new ConfigException($"The text encoder {Name} tells the states of tokens and no vector of a text, which the model's generator reads (generator.text). Name another encoder there, or a generator that reads tokens.");
    }

    /// <inheritdoc/>
    EncodedText ITextConditioner.Encode(string text) => conditioner.Encode(text);

    /// <inheritdoc/>
    public void Dispose() => conditioner.Dispose();
}
