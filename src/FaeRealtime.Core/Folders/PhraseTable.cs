using System.Globalization;
using System.Text.Json;
using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Core.Folders;

/// <summary>Phrases and their vectors, kept with a model so that the words it was trained on work without the text encoder.</summary>
public sealed class PhraseTable
{
    /// <summary>Most characters of a phrase.</summary>
    public const int LongestPhrase = 200;

    private const string VectorsKey = "vectors";
    private const string PhrasesKey = "phrases";
    private const string EncoderKey = "encoder";
    private const string MeanKey = "mean";
    private const string MatrixKey = "matrix";

    private const string CountsKey = "tokens";

    private readonly Dictionary<string, int> _rows;
    private readonly float[] _vectors;
    private readonly int[] _starts; // [P + 1], of vectors

    /// <summary>Takes phrases and vectors over.</summary>
    /// <param name="encoder">The text encoder that made the vectors.</param>
    /// <param name="width">Width W of a vector.</param>
    /// <param name="phrases">P different phrases.</param>
    /// <param name="vectors">Vectors <c>[P, W]</c> row-major: unit vectors, or whitened ones; with <paramref name="counts"/> states <c>[R, W]</c> of R tokens.</param>
    /// <param name="counts">How many tokens each phrase has, R together; null for one vector a phrase.</param>
    /// <exception cref="ShapeException">Counts do not agree, or a phrase stands twice.</exception>
    public PhraseTable(string encoder, int width, IReadOnlyList<string> phrases, float[] vectors, IReadOnlyList<int>? counts = null)
    {
        HasTokens = counts is not null;
        _starts = new int[phrases.Count + 1];
        for (var i = 0; i < phrases.Count; i++)
        {
            _starts[i + 1] = _starts[i] + (counts is null ? 1 : i < counts.Count ? counts[i] : 0);
        }

        (Encoder, Width, Phrases, _vectors) = (encoder, width, phrases, vectors);
        _rows = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (row, phrase) in phrases.Index())
        {
            _rows[phrase] = row;
        }

        if (vectors.Length != _starts[^1] * width || _rows.Count != phrases.Count || (counts is not null && counts.Count != phrases.Count))
        {
            throw new ShapeException($"{phrases.Count} phrases, {_rows.Count} of them different, came with {vectors.Length} numbers; {_starts[^1] * width} are needed, and no phrase twice.");
        }
    }

    /// <summary>The text encoder that made the vectors.</summary>
    public string Encoder { get; }

    /// <summary>Width W of a vector.</summary>
    public int Width { get; }

    /// <summary>What the encoder's vectors were mapped by, and other phrases' are to be; null for unit vectors.</summary>
    public PhraseWhitening? Whitening { get; init; }

    /// <summary>Whether a phrase has the states of its tokens in place of one vector.</summary>
    public bool HasTokens { get; }

    /// <summary>The phrases by row.</summary>
    public IReadOnlyList<string> Phrases { get; }

    /// <summary>Reads a table.</summary>
    /// <param name="path">The file, for instance <see cref="ModelFolder.PhrasesPath"/>.</param>
    /// <param name="text">What the model's words are.</param>
    /// <exception cref="CheckpointException">The file is missing, damaged, or of another text encoder or width.</exception>
    public static PhraseTable Load(string path, TextConditionConfig text)
    {
        using var reader = SafetensorsReader.Open(path);
        var (shape, phrases) = (reader.Entry(VectorsKey).Shape, ReadPhrases(reader));
        var encoder = reader.Metadata.GetValueOrDefault(EncoderKey, "");
        var counts = reader.Entries.ContainsKey(CountsKey) ? Array.ConvertAll(reader.ReadSingle(CountsKey), count => (int)count) : null;
        var counted = counts is null || (counts.Length == phrases.Length && counts.All(count => count > 0));
        if (shape.Count != 2 || !counted || shape[0] != (counts?.Sum(count => (long)count) ?? phrases.Length) || shape[1] != text.Width || encoder != text.Encoder || phrases.Distinct(StringComparer.Ordinal).Count() != phrases.Length)
        {
            throw Misfit(reader, $"{phrases.Length} phrases of '{encoder}' with vectors [{string.Join(", ", shape)}], the model needs different phrases of '{text.Encoder}', {text.Width} numbers each");
        }

        var whitened = reader.Entries.ContainsKey(MatrixKey);
        if (whitened != text.Whitened)
        {
            throw Misfit(reader, $"its vectors are {(whitened ? "whitened" : "unit vectors")}, the model needs {(text.Whitened ? "whitened ones" : "unit vectors")}");
        }

        // Whatever is no phrase can neither be asked for nor shown.
        if (Array.FindIndex(phrases, phrase => phrase is not { Length: > 0 and <= LongestPhrase } || phrase.Any(char.IsControl)) is >= 0 and var odd)
        {
            throw Misfit(reader, $"its phrase {odd} is '{Shortened.Text(phrases[odd] ?? "")}'; phrases have 1 to {LongestPhrase} characters, and no control characters");
        }

        var vectors = reader.ReadSingle(VectorsKey);
        return Array.FindIndex(vectors, number => !float.IsFinite(number)) is >= 0 and var at
            ? throw Misfit(reader, $"the vector of its phrase '{phrases[PhraseOf(at / text.Width, counts)]}' holds {vectors[at]}")
            : new PhraseTable(encoder, text.Width, phrases, vectors, counts) { Whitening = whitened ? ReadWhitening(reader, text.Width) : null };
    }

    /// <summary>Writes the table.</summary>
    /// <param name="path">The file.</param>
    /// <param name="bytes">Whether vectors are stored as bytes with a scale each (<see cref="RowScaledInt8"/>) instead of float16.</param>
    /// <exception cref="CheckpointException">The file cannot be written.</exception>
    public void Save(string path, bool bytes = false) => SafetensorsWriter.Write(
        path,
        [
            .. bytes ? RowScaledInt8.FromSingle(VectorsKey, [_starts[^1], Width], () => _vectors) : [SafetensorsTensor.FromSingle(VectorsKey, [_starts[^1], Width], _vectors, TensorDtype.F16)],
            .. HasTokens ? new[] { SafetensorsTensor.FromSingle(CountsKey, [Phrases.Count], [.. Phrases.Select((_, row) => (float)(_starts[row + 1] - _starts[row]))], TensorDtype.F32) } : [],
            .. Whitening is null ? [] : new[] { SafetensorsTensor.FromSingle(MeanKey, [Width], Whitening.Mean, TensorDtype.F32), SafetensorsTensor.FromSingle(MatrixKey, [Width, Width], Whitening.Matrix, TensorDtype.F32) },
        ],
        bytes ? RowScaledInt8.Marked(Metadata()) : Metadata());

    /// <summary>The row of a phrase, or −1.</summary>
    /// <param name="phrase">As it was trained, letter by letter.</param>
    public int RowOf(string phrase) => _rows.GetValueOrDefault(phrase, -1);

    /// <summary>A phrase's vector, or the states of its tokens.</summary>
    /// <param name="row">0 … P − 1.</param>
    /// <returns>A view <c>[W]</c>, or <c>[n, W]</c>.</returns>
    public ReadOnlySpan<float> Vector(int row) => _vectors.AsSpan(_starts[row] * Width, (_starts[row + 1] - _starts[row]) * Width);

    private Dictionary<string, string> Metadata() => new()
    {
        [PhrasesKey] = JsonSerializer.Serialize([.. Phrases], FaeJsonContext.Default.StringArray),
        [EncoderKey] = Encoder,
    };

    private static int PhraseOf(int vector, int[]? counts)
    {
        var phrase = 0;
        for (var rest = vector; counts is not null && rest >= counts[phrase]; phrase++)
        {
            rest -= counts[phrase];
        }

        return counts is null ? vector : phrase;
    }

    private static PhraseWhitening ReadWhitening(SafetensorsReader reader, int width)
    {
        var (mean, matrix) = (reader.ReadSingle(MeanKey), reader.ReadSingle(MatrixKey));
        return mean.Length == width && matrix.Length == width * width && mean.All(float.IsFinite) && matrix.All(float.IsFinite)
            ? new PhraseWhitening(mean, matrix)
            : throw Misfit(reader, $"its whitening has {mean.Length} and {matrix.Length} numbers or some that are not finite, {width} and {width * width} finite ones are needed");
    }

    private static string[] ReadPhrases(SafetensorsReader reader)
    {
        try
        {
            return reader.Metadata.TryGetValue(PhrasesKey, out var json) ? JsonSerializer.Deserialize(json, FaeJsonContext.Default.StringArray) ?? [] : [];
        }
        catch (JsonException failure)
        {
            throw Misfit(reader, $"its metadata '{PhrasesKey}' is no JSON array of strings", failure);
        }
    }

    private static CheckpointException Misfit(SafetensorsReader reader, FormattableString what, Exception? cause = null) =>
        new($"Checkpoint {reader.Path} does not fit: {what.ToString(CultureInfo.InvariantCulture)}. Use the phrases saved with this model.", cause);
}
