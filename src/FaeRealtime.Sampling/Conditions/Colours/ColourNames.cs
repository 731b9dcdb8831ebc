using System.Globalization;

namespace FaeRealtime.Sampling.Conditions.Colours;

/// <summary>What people's names of colours look like. <c>colours.tsv</c>.</summary>
internal static class ColourNames
{
    private const string Resource = "colours.tsv";
    private const char Comment = '#';

    private static readonly Lazy<IReadOnlyDictionary<string, OklabColour>> Names = new(Read);

    /// <summary>The names.</summary>
    public static IEnumerable<string> All => Names.Value.Keys;

    /// <summary>Words of the longest name.</summary>
    public static int MostWords => 3;

    /// <summary>A name's colour.</summary>
    /// <param name="name">In small letters.</param>
    /// <returns>Null for a name that is not known.</returns>
    public static OklabColour? Find(string name) => Names.Value.TryGetValue(name, out var colour) ? colour : null;

    private static Dictionary<string, OklabColour> Read()
    {
        using var reader = new StreamReader(typeof(ColourNames).Assembly.GetManifestResourceStream(Resource)!);
        var names = new Dictionary<string, OklabColour>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            if (line[0] != Comment)
            {
                var tab = line.IndexOf('\t', StringComparison.Ordinal);
                names.Add(line[..tab], OklabColour.OfRgb(int.Parse(line.AsSpan(tab + 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture)));
            }
        }

        return names;
    }
}
