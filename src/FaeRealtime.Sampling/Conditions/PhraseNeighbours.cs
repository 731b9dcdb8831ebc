using FaeRealtime.Core.Folders;
using FaeRealtime.Sampling.Conditions.Colours;

namespace FaeRealtime.Sampling.Conditions;

/// <summary>The known phrases that an unknown one is nearest to, by the text encoder's own cosine: what the encoder makes of a phrase that no picture had, whitened or as states of tokens, points where no generator was taught to go.</summary>
internal sealed class PhraseNeighbours
{
    // Neighbours that can count, and by how much of the cosine one must lag to count e times less: of «background in crimson» the red, not eight colours alike.
    private const int Most = 8;
    private const double Softness = 0.02;

    private readonly PhraseTable _table;
    private readonly float[] _units; // [P, W], the encoder's unit vectors
    private readonly ColourWords _colours;

    private PhraseNeighbours(PhraseTable table, float[] units) => (_table, _units, _colours) = (table, units, new ColourWords(table));

    /// <summary>Finds the encoder's own vectors of a table's phrases: undoes its whitening, or takes the mean of a phrase's token states.</summary>
    /// <param name="table">Borrowed.</param>
    /// <returns>Null where the whitening cannot be undone.</returns>
    public static PhraseNeighbours? Of(PhraseTable table)
    {
        var inverse = table.Whitening?.Inverse();
        if (table.Whitening is not null && inverse is null)
        {
            return null;
        }

        var (width, units) = (table.Width, new float[table.Phrases.Count * table.Width]);
        for (var row = 0; row < table.Phrases.Count; row++)
        {
            var unit = units.AsSpan(row * width, width);
            for (var i = 0; inverse is not null && i < width; i++)
            {
                unit[i] = table.Whitening!.Mean[i] + Dot(inverse.AsSpan(i * width, width), table.Vector(row));
            }

            Normalise(inverse is null ? table.Vector(row) : [], unit);
        }

        return new PhraseNeighbours(table, units);
    }

    /// <summary>A phrase with the names of colours that the table's phrases have.</summary>
    /// <param name="phrase">It.</param>
    /// <returns>The same phrase where it names no other colour.</returns>
    public string Reword(string phrase) => _colours.Reword(phrase);

    /// <summary>The direction of a vector, or of the mean of several.</summary>
    /// <param name="states"><c>[n, W]</c>.</param>
    /// <param name="width">W.</param>
    /// <returns><c>[W]</c>, of length 1.</returns>
    public static float[] Direction(ReadOnlySpan<float> states, int width)
    {
        var unit = new float[width];
        Normalise(states, unit);
        return unit;
    }

    /// <summary>The whitened vector of a phrase that the table lacks: its neighbours', each by its nearness.</summary>
    /// <param name="encoded">The encoder's unit vector <c>[W]</c>.</param>
    /// <returns><c>[W]</c>.</returns>
    public float[] Read(ReadOnlySpan<float> encoded)
    {
        var (near, vector) = (Nearest(encoded), new float[_table.Width]);
        var weights = Array.ConvertAll(near, one => Math.Exp((one.Cosine - near[0].Cosine) / Softness));
        foreach (var ((row, _), weight) in near.Zip(weights))
        {
            PhraseVectors.Add(vector, _table.Vector(row), (float)(weight / weights.Sum()));
        }

        return vector;
    }

    /// <summary>The states of the nearest phrase's tokens.</summary>
    /// <param name="encoded">A direction <c>[W]</c>.</param>
    /// <returns><c>[n, W]</c>.</returns>
    public ReadOnlySpan<float> StatesOf(ReadOnlySpan<float> encoded) => _table.Vector(Nearest(encoded)[0].Row);

    /// <summary>The nearest phrase.</summary>
    /// <param name="encoded">The encoder's unit vector <c>[W]</c>.</param>
    public string NameOf(ReadOnlySpan<float> encoded) => _table.Phrases[Nearest(encoded)[0].Row];

    // The nearest first.
    private (int Row, float Cosine)[] Nearest(ReadOnlySpan<float> encoded)
    {
        var cosines = new (int Row, float Cosine)[_table.Phrases.Count];
        for (var row = 0; row < cosines.Length; row++)
        {
            cosines[row] = (row, Dot(encoded, _units.AsSpan(row * encoded.Length, encoded.Length)));
        }

        Array.Sort(cosines, (a, b) => b.Cosine.CompareTo(a.Cosine) is not 0 and var order ? order : a.Row.CompareTo(b.Row));
        return cosines[..Math.Min(Most, cosines.Length)];
    }

    // What is there and the states, brought to length 1.
    private static void Normalise(ReadOnlySpan<float> states, Span<float> unit)
    {
        for (var i = 0; i < states.Length; i++)
        {
            unit[i % unit.Length] += states[i];
        }

        var length = MathF.Sqrt(Dot(unit, unit));
        for (var i = 0; length > 0 && i < unit.Length; i++)
        {
            unit[i] /= length;
        }
    }

    private static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var sum = 0f;
        for (var i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }
}
