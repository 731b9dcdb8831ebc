using System.Globalization;
using System.Text;

namespace FaeRealtime.Data.Preparation.Faces;

/// <summary>Counts values: <c>balance.tsv</c>, a line a style, attribute and value.</summary>
internal sealed class FaceBalance
{
    /// <summary>The file's name.</summary>
    public const string FileName = "balance.tsv";

    private readonly Dictionary<(string Style, string Attribute, string Value), (int Train, int HeldOut)> _counts = [];

    /// <summary>Counts a face.</summary>
    /// <param name="face">It.</param>
    /// <param name="isHeldOut">Whether training never sees it.</param>
    public void Add(Face face, bool isHeldOut)
    {
        foreach (var (attribute, value) in face.Attributes)
        {
            var key = (face.Style.Name, attribute, value);
            var (train, heldOut) = _counts.GetValueOrDefault(key);
            _counts[key] = isHeldOut ? (train, heldOut + 1) : (train + 1, heldOut);
        }
    }

    /// <summary>The table, sorted.</summary>
    public string ToText()
    {
        var text = new StringBuilder("style\tattribute\tvalue\ttrain\theld out\n");
        foreach (var (key, count) in _counts.OrderBy(pair => string.Join('\t', pair.Key.Style, pair.Key.Attribute, pair.Key.Value), StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"{key.Style}\t{key.Attribute}\t{key.Value}\t{count.Train}\t{count.HeldOut}\n");
        }

        return text.ToString();
    }
}
