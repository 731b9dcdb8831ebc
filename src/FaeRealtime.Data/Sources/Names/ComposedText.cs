using System.Globalization;
using System.Text;

namespace FaeRealtime.Data.Sources.Names;

/// <summary>Unicode's normal form C, in which names are compared: file systems and lists spell «é» as one code point or as two.</summary>
/// <remarks>The runtime normalises nothing under InvariantGlobalization, so the tables are our own. Singletons (the Ångström sign) stay as they are; they occur in neither spelling of a letter.</remarks>
internal static class ComposedText
{
    // Hangul syllables are computed: The Unicode Standard, §3.12.
    private const int SyllableBase = 0xAC00;
    private const int LeadBase = 0x1100;
    private const int VowelBase = 0x1161;
    private const int TailBase = 0x11A7;
    private const int Leads = 19;
    private const int Vowels = 21;
    private const int Tails = 28;

    private static readonly Dictionary<(int First, int Second), int> Composites = [];
    private static readonly Dictionary<int, (int First, int Second)> Parts = [];
    private static readonly Dictionary<int, int> Classes = [];

    static ComposedText()
    {
        using var stream = typeof(ComposedText).Assembly.GetManifestResourceStream("names/composition.txt")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            var fields = line.Split(' ');
            if (fields[0] == "p")
            {
                var (first, second, whole) = (Hex(fields[1]), Hex(fields[2]), Hex(fields[3]));
                Composites[(first, second)] = whole;
                Parts[whole] = (first, second);
            }
            else if (fields[0] == "c")
            {
                for (var code = Hex(fields[1]); code <= Hex(fields[2]); code++)
                {
                    Classes[code] = int.Parse(fields[3], CultureInfo.InvariantCulture);
                }
            }
        }
    }

    /// <summary>The text with every letter and its marks as one code point where there is one.</summary>
    public static string Of(string text)
    {
        if (Ascii.IsValid(text))
        {
            return text;
        }

        var codes = new List<int>();
        foreach (var rune in text.EnumerateRunes())
        {
            Decompose(rune.Value, codes);
        }

        Sort(codes);
        var composed = new StringBuilder(text.Length);
        foreach (var code in Compose(codes))
        {
            composed.Append(new Rune(code).ToString());
        }

        return composed.ToString();
    }

    private static void Decompose(int code, List<int> codes)
    {
        if (Parts.TryGetValue(code, out var parts))
        {
            Decompose(parts.First, codes);
            codes.Add(parts.Second);
        }
        else
        {
            codes.Add(code);
        }
    }

    // Marks behind a letter in the order of their classes; equal ones keep theirs.
    private static void Sort(List<int> codes)
    {
        for (var i = 1; i < codes.Count; i++)
        {
            for (var j = i; j > 0 && Class(codes[j]) is > 0 and var own && Class(codes[j - 1]) > own; j--)
            {
                (codes[j], codes[j - 1]) = (codes[j - 1], codes[j]);
            }
        }
    }

    private static List<int> Compose(List<int> codes)
    {
        var result = new List<int>(codes.Count);
        var starter = -1;
        foreach (var code in codes)
        {
            var own = Class(code);
            var isBlocked = starter >= 0 && starter < result.Count - 1 && (Class(result[^1]) is var last) && (last == 0 || last >= own);
            if (starter >= 0 && !isBlocked && Composite(result[starter], code) is { } whole)
            {
                result[starter] = whole;
                continue;
            }

            if (own == 0)
            {
                starter = result.Count;
            }

            result.Add(code);
        }

        return result;
    }

    private static int? Composite(int first, int second)
    {
        if (first - LeadBase is >= 0 and < Leads and var lead && second - VowelBase is >= 0 and < Vowels and var vowel)
        {
            return SyllableBase + (((lead * Vowels) + vowel) * Tails);
        }

        if (first - SyllableBase is >= 0 and < Leads * Vowels * Tails and var syllable && syllable % Tails == 0 && second - TailBase is > 0 and < Tails and var tail)
        {
            return first + tail;
        }

        return Composites.TryGetValue((first, second), out var whole) ? whole : null;
    }

    private static int Class(int code) => Classes.GetValueOrDefault(code);

    private static int Hex(string text) => int.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
