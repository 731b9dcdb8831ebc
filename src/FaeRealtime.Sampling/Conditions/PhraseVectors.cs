using System.Collections.Concurrent;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;

namespace FaeRealtime.Sampling.Conditions;

/// <summary>A frozen text encoder.</summary>
public interface IPhraseEncoder : IDisposable
{
    /// <summary>Its name, as <see cref="TextConditionConfig.Encoder"/> spells it.</summary>
    string Name { get; }

    /// <summary>Width W of a vector.</summary>
    int Width { get; }

    /// <summary>Encodes a phrase. May be called from several threads.</summary>
    /// <param name="phrase">A few words.</param>
    /// <returns>A unit vector <c>[W]</c>.</returns>
    float[] Encode(string phrase);
}

/// <summary>From phrases to what a generator with words is conditioned on: the phrases that the model knows come from its table, others from the text encoder where it is at hand.</summary>
/// <remarks>Thread-safe. A vector is computed once.</remarks>
public sealed class PhraseVectors
{
    private const int MostEncoded = 4096;

    private readonly TextConditionConfig _text;
    private readonly int _tokens;
    private readonly PhraseTable? _known;
    private readonly Lazy<IPhraseEncoder>? _encoder;
    private readonly ConcurrentDictionary<string, float[]> _encoded = new(StringComparer.Ordinal);
    private readonly Lazy<PhraseNeighbours?> _neighbours;

    /// <summary>Joins a table and an encoder.</summary>
    /// <param name="text">What the model's words are.</param>
    /// <param name="known">The phrases that came with the model; null for none.</param>
    /// <param name="encoder">The text encoder, opened when the first unknown phrase comes; null where it is not at hand. Borrowed.</param>
    /// <param name="tokens">Most tokens L of a prompt, for a generator that reads the states of tokens; 0 for one that takes a vector.</param>
    public PhraseVectors(TextConditionConfig text, PhraseTable? known, Lazy<IPhraseEncoder>? encoder, int tokens = 0)
    {
        (_text, _known, _encoder, _tokens) = (text, known, encoder, tokens);
        _neighbours = new Lazy<PhraseNeighbours?>(() => known is null || (known.Whitening is null && !text.Nearest) ? null : PhraseNeighbours.Of(known));
    }

    /// <summary>What a model folder's words are read with.</summary>
    /// <param name="folder">The model.</param>
    /// <param name="encoder">As above.</param>
    /// <returns>Null for a model that knows classes only.</returns>
    /// <exception cref="CheckpointException">The folder's phrases are damaged or of another encoder.</exception>
    public static PhraseVectors? Of(ModelFolder folder, Lazy<IPhraseEncoder>? encoder) => folder.Config.Generator.Text is { } text
        ? new PhraseVectors(text, File.Exists(folder.PhrasesPath) ? PhraseTable.Load(folder.PhrasesPath, text) : null, encoder, folder.Config.Generator.TokenCount)
        : null;

    /// <summary>The phrases that came with the model.</summary>
    public IReadOnlyList<string> Known => _known?.Phrases ?? [];

    /// <summary>Numbers of a prompt: W, or L·W for the states of tokens.</summary>
    public int Numbers => Math.Max(1, _tokens) * _text.Width;

    /// <summary>Whether a prompt is one vector, to which others can be added.</summary>
    public bool IsPooled => _tokens == 0;

    /// <summary>
    /// A prompt as a generator reads it: √W times the weighted mean of its phrases' vectors; or phrase behind phrase the states of their tokens, each times the phrase's
    /// weight, as many as fit. Zeros without phrases. Where phrases have weights below 0, the same of them follows, of the weights without their sign; weights that sum to less
    /// than 1 then lead away less, so that a weight moves through 0 without a jump.
    /// </summary>
    /// <param name="prompt">The phrases.</param>
    /// <returns><c>[W]</c>, or <c>[L, W]</c> with zeros behind the last; twice that with weights below 0, see <see cref="PromptRow"/>.</returns>
    /// <exception cref="ConfigException">A phrase is unknown and the encoder is not at hand, or not the model's.</exception>
    public float[] Read(Prompt prompt)
    {
        var row = new float[prompt.LeadsAway ? 2 * Numbers : Numbers];
        Fill([.. prompt.Phrases.Where(one => one.Weight > 0)], row.AsSpan(0, Numbers), leastSum: 0);
        if (prompt.LeadsAway)
        {
            Fill([.. prompt.Phrases.Where(one => one.Weight < 0).Select(one => one with { Weight = -one.Weight })], row.AsSpan(Numbers), leastSum: 1);
        }

        return row;
    }

    /// <summary>Writes the states of a phrase's tokens behind those of another.</summary>
    /// <param name="rest">What is left of a prompt's numbers.</param>
    /// <param name="states"><c>[n, W]</c>.</param>
    /// <param name="weight">Its factor.</param>
    /// <returns>How many numbers were written: fewer than there are where the prompt is full.</returns>
    public static int Follow(Span<float> rest, ReadOnlySpan<float> states, float weight)
    {
        var fits = Math.Min(rest.Length, states.Length);
        for (var i = 0; i < fits; i++)
        {
            rest[i] = weight * states[i];
        }

        return fits;
    }

    /// <summary>Adds a vector.</summary>
    /// <param name="target"><c>[W]</c>.</param>
    /// <param name="vector"><c>[W]</c>.</param>
    /// <param name="factor">Its factor.</param>
    public static void Add(Span<float> target, ReadOnlySpan<float> vector, float factor)
    {
        for (var i = 0; i < target.Length; i++)
        {
            target[i] += factor * vector[i];
        }
    }

    /// <summary>A phrase's vector, or the states of its tokens: the encoder's unit vector; where the model's are whitened, or it says so (<see cref="TextConditionConfig.Nearest"/>), colours in an unknown phrase are named as the model knows them, and what is still unknown has the vector of its nearest known phrases, or the states of the nearest one's tokens.</summary>
    /// <param name="phrase">As <see cref="Prompt.Normalise"/> leaves it.</param>
    /// <returns><c>[W]</c>, or <c>[n, W]</c>.</returns>
    /// <exception cref="ConfigException">The phrase is unknown and the encoder is not at hand, or not the model's.</exception>
    public ReadOnlySpan<float> Vector(string phrase)
    {
        if (_known?.RowOf(phrase) is >= 0 and var row)
        {
            return _known.Vector(row);
        }

        // Another program may send sentences without end.
        if (_encoded.Count >= MostEncoded)
        {
            _encoded.Clear();
        }

        return _encoded.GetOrAdd(phrase, Encode);
    }

    /// <summary>The known phrase that an unknown one is mostly read as.</summary>
    /// <param name="phrase">As <see cref="Prompt.Normalise"/> leaves it.</param>
    /// <returns>Null for a known phrase, and where the generator takes unknown ones as the encoder gives them.</returns>
    /// <exception cref="ConfigException">As of <see cref="Vector"/>.</exception>
    public string? ReadAs(string phrase)
    {
        if (_known is null || _known.RowOf(phrase) >= 0)
        {
            return null;
        }

        Vector(phrase);
        var (near, reworded) = (_neighbours.Value, Reword(phrase));
        return _known.RowOf(reworded) >= 0 ? reworded : near?.NameOf(PhraseNeighbours.Direction(Raw(reworded), _text.Width));
    }

    private void Fill(WeightedPhrase[] phrases, Span<float> row, double leastSum)
    {
        if (_tokens > 0)
        {
            foreach (var (phrase, weight) in phrases)
            {
                row = row[Follow(row, Vector(phrase), (float)weight)..];
            }

            return;
        }

        // By the largest weight first: the sum of large ones has no number, and all would be none.
        var largest = phrases.Select(one => one.Weight).DefaultIfEmpty(1.0).Max();
        var sum = Math.Max(phrases.Sum(one => one.Weight / largest), leastSum / largest);
        foreach (var (phrase, weight) in phrases)
        {
            Add(row, Vector(phrase), (float)(weight / largest / sum * Math.Sqrt(_text.Width)));
        }
    }

    private string Reword(string phrase) => _neighbours.Value?.Reword(phrase) ?? phrase;

    private float[] Encode(string phrase)
    {
        var reworded = Reword(phrase);
        if (_known?.RowOf(reworded) is >= 0 and var row)
        {
            return _known.Vector(row).ToArray();
        }

        var encoded = _encoder is not null && (!_text.Whitened || _known is not null) ? Raw(reworded) : throw new ConfigException(Unknown(phrase));
        if (!_text.Whitened)
        {
            return _neighbours.Value is not { } known ? encoded
                : IsPooled ? known.Read(PhraseNeighbours.Direction(encoded, _text.Width))
                : known.StatesOf(PhraseNeighbours.Direction(encoded, _text.Width)).ToArray();
        }

        return _neighbours.Value?.Read(encoded) ?? _known!.Whitening!.Apply(encoded);
    }

    private float[] Raw(string phrase)
    {
        var encoder = _encoder!.Value;
        return encoder.Name == _text.Encoder && encoder.Width == _text.Width
            ? IsPooled ? encoder.Encode(phrase) : States(encoder, phrase)
            : throw new ConfigException($"The model's words need the text encoder {_text.Encoder} ({_text.Width} numbers a phrase); given is {encoder.Name} ({encoder.Width}).");
    }

    private static float[] States(IPhraseEncoder encoder, string phrase) => (encoder as ITextConditioner)?.Encode(phrase).Tokens
        ?? throw new ConfigException($"The model reads the states of tokens, which the text encoder {encoder.Name} does not tell.");

    private string Unknown(string phrase)
    {
        var near = NearestName.Of(phrase, Known) is { } nearest ? $" Near to it: '{nearest}'." : "";
        return $"'{Shortened.Text(phrase)}' is not among the {Known.Count} phrases that came with the model, and the text encoder {_text.Encoder}, which would read any, is not at hand.{near}";
    }
}
