namespace FaeRealtime.Data.Preparation.Faces;

/// <summary>Finds contradictions between the vocabulary and the styles.</summary>
internal static class FaceChecks
{
    // Several wordings each, and one that training never sees.
    private const int LeastPhrases = 2;

    /// <summary>What is wrong with a vocabulary.</summary>
    /// <param name="vocabulary">It.</param>
    public static IEnumerable<string> Vocabulary(FaceVocabulary vocabulary)
    {
        foreach (var palette in vocabulary.Palettes)
        {
            foreach (var problem in palette.Words.SelectMany(word => Wordings($"{palette.Name} '{word.Name}'", word.Words, word.HeldOut, LeastPhrases)))
            {
                yield return problem;
            }
        }

        var said = vocabulary.Attributes.SelectMany(attribute => attribute.Values.Where(value => value.Phrases.Count > 0), (attribute, value) => ($"{attribute.Name} '{value.Name}'", value));
        foreach (var problem in said.SelectMany(one => Wordings(one.Item1, one.value.Phrases, one.value.HeldOut, LeastPhrases)))
        {
            yield return problem;
        }

        foreach (var stranger in vocabulary.Attributes.Where(attribute => attribute.Colour is { } colour && vocabulary.Palettes.All(palette => palette.Name != colour)))
        {
            yield return $"attribute '{stranger.Name}' has the unknown palette '{stranger.Colour}'";
        }
    }

    /// <summary>What is wrong with a style.</summary>
    /// <param name="vocabulary">What it refers to.</param>
    /// <param name="style">It.</param>
    public static IEnumerable<string> Style(FaceVocabulary vocabulary, FaceStyle style)
    {
        var options = style.Slots.SelectMany(slot => slot.Options).ToHashSet(StringComparer.Ordinal);
        var groups = style.Slots.SelectMany(slot => slot.Groups, (slot, group) => (slot, group)).ToArray();
        var colours = style.Colours.Concat(groups.SelectMany(one => one.group.Colours));
        return
        [
            .. Wordings("style", style.Phrases, style.HeldOut, LeastPhrases).Select(problem => $"{style.Name}: {problem}"),
            .. style.Slots.Where(slot => slot.Groups.Count == 0 || slot.Groups.Any(group => group.Weight < 1)).Select(slot => $"{style.Name}: {slot.Options[0]} has no group, or one of weight 0"),
            .. groups.SelectMany(one => one.group.Variants, (one, variant) => (one.slot, variant))
                .Where(one => one.variant.Split('+').Length != one.slot.Options.Count)
                .Select(one => $"{style.Name}: variant '{one.variant}' does not name {one.slot.Options.Count} options"),
            .. groups.SelectMany(one => one.group.Is).Where(pair => vocabulary.Attributes.FirstOrDefault(attribute => attribute.Name == pair.Key)?.Find(pair.Value) is null)
                .Select(pair => $"{style.Name}: the vocabulary has no {pair.Key} '{pair.Value}'"),
            .. groups.SelectMany(one => one.group.Without).Where(option => !options.Contains(option)).Select(option => $"{style.Name}: 'without' names the unknown option '{option}'"),
            .. groups.SelectMany(one => one.group.Without).Where(option => style.Slots.FirstOrDefault(slot => slot.Options.Contains(option))?.Groups.Any(IsAbsent) == false)
                .Select(option => $"{style.Name}: option '{option}' has no group without variants"),
            .. colours.Where(pair => !pair.Value.StartsWith('#') && vocabulary.Palettes.All(palette => palette.Name != pair.Value)).Select(pair => $"{style.Name}: {pair.Key} has the unknown palette '{pair.Value}'"),
            .. vocabulary.Attributes.Where(attribute => attribute.Required && !groups.Any(one => one.group.Is.ContainsKey(attribute.Name))).Select(attribute => $"{style.Name}: no slot gives it a {attribute.Name}"),
        ];
    }

    /// <summary>Whether a group draws nothing.</summary>
    /// <param name="group">It.</param>
    public static bool IsAbsent(FaceStyle.Group group) => group.Variants.Count == 0;

    private static IEnumerable<string> Wordings(string place, IReadOnlyList<string> phrases, IReadOnlyList<string> heldOut, int least)
    {
        if (phrases.Count < least || heldOut.Count == 0)
        {
            yield return $"{place} needs {least} wordings and one that is held out";
        }

        foreach (var phrase in phrases.Intersect(heldOut))
        {
            yield return $"{place}: '{phrase}' is held out and not";
        }

        foreach (var phrase in phrases.Concat(heldOut).Where(phrase => phrase.Contains(',', StringComparison.Ordinal)))
        {
            yield return $"{place}: '{phrase}' has a comma, which divides phrases";
        }
    }
}
