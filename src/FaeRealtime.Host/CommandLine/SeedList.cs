using System.Globalization;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Host.CommandLine;

/// <summary>The seeds of <c>--seeds</c>: numbers and ranges, such as <c>0-3,17</c>.</summary>
internal static class SeedList
{
    private const int Most = 100_000;

    /// <summary>Reads the text.</summary>
    /// <returns>The seeds in the order given, each once.</returns>
    /// <exception cref="ConfigException">No such list, a seed named twice, or too many.</exception>
    public static IReadOnlyList<ulong> Parse(string text)
    {
        var seeds = new List<ulong>();
        foreach (var item in text.Split(','))
        {
            var ends = item.Split('-');
            var (first, last) = (Number(ends[0], text), Number(ends[^1], text));
            if (ends.Length > 2 || last < first)
            {
                throw Wrong(text, $"'{item}' is no range from a lower to a higher seed");
            }

            if (last - first >= (ulong)(Most - seeds.Count))
            {
                throw Wrong(text, string.Create(CultureInfo.InvariantCulture, $"that is more than {Most} pictures"));
            }

            for (var seed = first; ; seed++)
            {
                seeds.Add(seed);
                if (seed == last)
                {
                    break;
                }
            }
        }

        return seeds.Distinct().Count() == seeds.Count ? seeds : throw Wrong(text, "a seed stands twice");
    }

    /// <summary>The text that <see cref="Parse"/> reads as these seeds.</summary>
    public static string ToText(IReadOnlyList<ulong> seeds)
    {
        var items = new List<string>();
        for (var i = 0; i < seeds.Count;)
        {
            var first = i++;
            while (i < seeds.Count && seeds[i - 1] < ulong.MaxValue && seeds[i] == seeds[i - 1] + 1)
            {
                i++;
            }

            items.Add(string.Create(CultureInfo.InvariantCulture, $"{seeds[first]}{(i - first > 1 ? $"-{seeds[i - 1]}" : string.Empty)}"));
        }

        return string.Join(',', items);
    }

    private static ulong Number(string text, string all) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seed) ? seed : throw Wrong(all, $"'{text}' is no whole number from 0");

    private static ConfigException Wrong(string text, string problem) => new($"--seeds is '{text}': {problem}. Give seeds and ranges, such as 0-3,17.");
}
