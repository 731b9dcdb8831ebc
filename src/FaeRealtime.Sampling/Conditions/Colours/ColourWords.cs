using FaeRealtime.Core.Folders;

namespace FaeRealtime.Sampling.Conditions.Colours;

/// <summary>Says a phrase with the names of colours that a model knows: «crimson bob» as «red bob». A sentence encoder knows what «crimson» is said of, not what it looks like.</summary>
/// <param name="table">The phrases that the model knows. Borrowed.</param>
internal sealed class ColourWords(PhraseTable table)
{
    private readonly HashSet<string> _known = [.. table.Phrases.SelectMany(Spans).Where(name => ColourNames.Find(name) is not null)];

    /// <summary>Replaces the names of colours that no known phrase has by the known ones that look most like them: of those that make a known phrase, or else of all.</summary>
    /// <param name="phrase">An unknown phrase.</param>
    /// <returns>The same phrase where there is nothing to replace.</returns>
    public string Reword(string phrase)
    {
        var words = phrase.Split(' ').ToList();
        for (var start = 0; start < words.Count && _known.Count > 0; start++)
        {
            for (var count = Math.Min(ColourNames.MostWords, words.Count - start); count > 0; count--)
            {
                var name = string.Join(' ', words.GetRange(start, count));
                if (ColourNames.Find(name) is { } colour)
                {
                    if (!_known.Contains(name))
                    {
                        words.RemoveRange(start, count);
                        words.Insert(start, Nearest(colour, words, start));
                        count = 1;
                    }

                    start += count - 1;
                    break;
                }
            }
        }

        return string.Join(' ', words);
    }

    private string Nearest(OklabColour colour, List<string> others, int start)
    {
        string[] near = [.. _known.OrderBy(name => ColourNames.Find(name)!.Value.NameDistance(colour)).ThenBy(name => name, StringComparer.Ordinal)];
        return near.FirstOrDefault(name => table.RowOf(string.Join(' ', [.. others.Take(start), name, .. others.Skip(start)])) >= 0, near[0]);
    }

    // The parts of a phrase that could be a name.
    private static IEnumerable<string> Spans(string phrase)
    {
        var words = phrase.Split(' ');
        return Enumerable.Range(0, words.Length).SelectMany(start => Enumerable.Range(start + 1, Math.Min(ColourNames.MostWords, words.Length - start)).Select(end => string.Join(' ', words[start..end])));
    }
}
